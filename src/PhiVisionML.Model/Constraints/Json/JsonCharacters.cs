using System.Globalization;
using System.Text;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Characters as a JSON string writes them, each in one way only: as it is in UTF-8, or by its shortest escape where it needs one.</summary>
/// <param name="builder">Where to build.</param>
internal sealed class JsonCharacters(GrammarBuilder builder)
{
    private static readonly CodePointSet _escaped = CodePointSet.Of((0, 0x1F), ('"', '"'), ('\\', '\\'));
    private readonly Utf8Characters _plain = new(builder);

    /// <summary>Any one character of a set.</summary>
    public Fragment Of(CodePointSet set)
    {
        Fragment fragment = _plain.Of(set.Except(_escaped));
        CodePointSet escaped = set.Intersect(_escaped);
        if (escaped.Ranges.Count == 0) return fragment;

        var begun = new Dictionary<string, int> { [""] = builder.State() };
        builder.Step(fragment.In, (byte)'\\', (byte)'\\', begun[""]);
        foreach ((int first, int last) in escaped.Ranges)
        {
            for (int value = first; value <= last; value++) AddEscape(Escape((char)value), begun, fragment.Out);
        }

        return fragment;
    }

    /// <summary>Adds what stands behind a backslash; what several begin with is shared.</summary>
    private void AddEscape(string escape, Dictionary<string, int> begun, int end)
    {
        for (int length = 1; length < escape.Length; length++)
        {
            if (begun.ContainsKey(escape[..length])) continue;
            int next = begun[escape[..length]] = builder.State();
            builder.Step(begun[escape[..(length - 1)]], (byte)escape[length - 1], (byte)escape[length - 1], next);
        }

        builder.Step(begun[escape[..^1]], (byte)escape[^1], (byte)escape[^1], end);
    }

    /// <summary>A JSON string literal, quotes included.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char unit in text)
        {
            if (unit is '"' or '\\' or < ' ') quoted.Append('\\').Append(Escape(unit));
            else quoted.Append(unit);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>What stands behind the backslash.</summary>
    private static string Escape(char unit) => unit switch
    {
        '"' or '\\' => unit.ToString(),
        '\b' => "b",
        '\f' => "f",
        '\n' => "n",
        '\r' => "r",
        '\t' => "t",
        _ => string.Create(CultureInfo.InvariantCulture, $"u{(int)unit:X4}"),
    };
}
