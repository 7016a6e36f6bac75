using System.Text.Json;
using PhiVisionML.Model.Constraints.Patterns;

namespace PhiVisionML.Model.Constraints.Json;

/// <summary>Reads what a schema says of strings and numbers.</summary>
internal sealed class ScalarReader(SchemaRefusals refusals)
{
    private const string Date = @"(\d\d\d[1-9]|\d\d[1-9]\d|\d[1-9]\d\d|[1-9]\d\d\d)-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?(Z|[+-](0\d|1[0-3]):[0-5]\d)";

    /// <summary>The formats of strings that are enforced. A 29th of February is never generated.</summary>
    private static readonly Dictionary<string, string> _formats = new()
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["uuid"] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        ["email"] = @"[A-Za-z0-9]+([._+\-][A-Za-z0-9]+)*@[A-Za-z0-9]+(-[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-[A-Za-z0-9]+)*)+",
        ["uri"] = @"https?://[A-Za-z0-9]+(-[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-[A-Za-z0-9]+)*)*(:[1-9]\d{0,3})?(/[A-Za-z0-9._~\-]*)*(\?[A-Za-z0-9._~=&\-]*)?(#[A-Za-z0-9._~\-]*)?",
    };

    public JsonShape Text(SchemaKeywords keywords, string place)
    {
        List<RegexNode> patterns = [];
        foreach (SchemaKeyword keyword in keywords.All("pattern"))
        {
            if (TextOf(keyword) is not { } pattern) continue;
            try
            {
                patterns.Add(RegexParser.Parse(pattern).Search);
            }
            catch (RegexRefusedException refusal)
            {
                refusals.Add(keyword.Place, $"position {refusal.Position}: {refusal.Message}");
            }
        }

        foreach (SchemaKeyword keyword in keywords.All("format"))
        {
            if (TextOf(keyword) is not { } format) continue;
            if (_formats.TryGetValue(format, out string? pattern)) patterns.Add(RegexParser.Parse(pattern).Whole);
            else refusals.Add(keyword.Place, $"the format '{format}' of a string is not supported; {string.Join(", ", _formats.Keys)} are. A pattern may say the same.");
        }

        (int least, int? most) = keywords.Range("minLength", "maxLength");
        return new JsonShape.Text(place, least, most, patterns);
    }

    public JsonShape Number(SchemaKeywords keywords, string place, DecimalRange range)
    {
        foreach (SchemaKeyword keyword in keywords.All("format"))
        {
            switch (TextOf(keyword))
            {
                case "int32": range = range.From(int.MinValue, without: false).To(int.MaxValue, without: false); break;
                case "int64" or "float" or "double" or "decimal" or null: break;   // every number that is generated fits
                case var format: refusals.Add(keyword.Place, $"the format '{format}' of a number is not supported; int32, int64, float, double and decimal are."); break;
            }
        }

        foreach (decimal bound in Bounds("minimum")) range = range.From(bound, without: false);
        foreach (decimal bound in Bounds("exclusiveMinimum")) range = range.From(bound, without: true);
        foreach (decimal bound in Bounds("maximum")) range = range.To(bound, without: false);
        foreach (decimal bound in Bounds("exclusiveMaximum")) range = range.To(bound, without: true);
        if (range.IsEmpty)
            refusals.Add(place, FormattableString.Invariant($"no number of at most {range.IntegerDigits} digits is between the bounds {range.Low ?? -range.Limit} and {range.High ?? range.Limit}."));
        return new JsonShape.Number(range);

        IEnumerable<decimal> Bounds(string name)
        {
            foreach (SchemaKeyword keyword in keywords.All(name))
            {
                if (keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetDecimal(out decimal bound)) yield return bound;
                else refusals.Add(keyword.Place, $"it is {keyword.Value.GetRawText()}; a number of at most 28 digits is needed.");
            }
        }
    }

    private string? TextOf(SchemaKeyword keyword)
    {
        if (keyword.Value.ValueKind == JsonValueKind.String) return keyword.Value.GetString();
        refusals.Add(keyword.Place, $"it is {keyword.Value.GetRawText()}; a string is needed.");
        return null;
    }
}
