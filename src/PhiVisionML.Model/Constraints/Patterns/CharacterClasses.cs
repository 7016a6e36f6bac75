using System.Text;

namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>The named character classes of regular expressions, as ECMAScript (and so JSON Schema) defines them; those by exclusion hold no control characters.</summary>
internal static class CharacterClasses
{
    private static readonly CodePointSet _digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet _words = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet _spaces = CodePointSet.Of(('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary>Any character but the ends of lines.</summary>
    public static CodePointSet Dot { get; } = CodePointSet.Text.Except(CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)));

    /// <summary>The class of <c>\d</c>, <c>\D</c>, <c>\w</c>, <c>\W</c>, <c>\s</c> or <c>\S</c>; null for any other letter.</summary>
    public static CodePointSet? Of(Rune letter) => letter.Value switch
    {
        'd' => _digits,
        'w' => _words,
        's' => _spaces,
        'D' => CodePointSet.Text.Except(_digits),
        'W' => CodePointSet.Text.Except(_words),
        'S' => CodePointSet.Text.Except(_spaces).Except(CodePointSet.Of((0xFEFF, 0xFEFF))),   // ECMAScript counts it as white space, .NET does not
        _ => null,
    };
}
