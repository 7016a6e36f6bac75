using System.Buffers;
using System.Globalization;
using System.Text;

namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>Walks over the characters of a regular expression, and reads its escapes.</summary>
internal sealed class RegexReader(string pattern)
{
    private const string Verbatim = "^$\\.*+?()[]{}|/-\"'`~!@#%&=:;<>, ";

    /// <summary>Index of the next UTF-16 unit.</summary>
    public int Position { get; private set; }

    public bool AtEnd => Position == pattern.Length;

    public bool Sees(char character) => !AtEnd && pattern[Position] == character;

    public ReadOnlySpan<char> Since(int start) => pattern.AsSpan(start, Position - start);

    public bool Take(char character)
    {
        if (!Sees(character)) return false;
        Position++;
        return true;
    }

    public Rune Peek() =>
        Rune.DecodeFromUtf16(pattern.AsSpan(Position), out Rune rune, out _) == OperationStatus.Done ? rune : throw Refuse("it holds half of a surrogate pair, which cannot be written in UTF-8.");

    public Rune Next()
    {
        Rune rune = Peek();
        Position += rune.Utf16SequenceLength;
        return rune;
    }

    public RegexRefusedException Refuse(string reason) => new(Position, reason);

    /// <summary>Reads a backslash and what it stands for.</summary>
    public CodePointSet Escape(bool inClass)
    {
        int at = Position;
        Next();
        if (AtEnd) throw new RegexRefusedException(at, "nothing follows the backslash.");
        Rune letter = Next();
        if (CharacterClasses.Of(letter) is { } named) return named;
        return CodePointSet.Of(letter.Value switch
        {
            't' => new Rune('\t'),
            'n' => new Rune('\n'),
            'r' => new Rune('\r'),
            'f' => new Rune('\f'),
            'v' => new Rune('\v'),
            '0' when AtEnd || !char.IsAsciiDigit(pattern[Position]) => new Rune('\0'),
            'x' => CodePoint(Hex(2, at), at),
            'u' => Unicode(at),
            'b' or 'B' => throw new RegexRefusedException(at, inClass ? "'\\b' inside a class is not supported; write \\x08." : "word borders are not supported."),
            'p' or 'P' => throw new RegexRefusedException(at, "Unicode categories are not supported; list the ranges of characters."),
            'k' or (>= '0' and <= '9') => throw new RegexRefusedException(at, "back-references are not supported."),
            'A' or 'z' or 'Z' or 'G' => throw new RegexRefusedException(at, $"the anchor \\{letter} is not supported; use ^ and $."),
            _ when letter.IsAscii && Verbatim.Contains((char)letter.Value, StringComparison.Ordinal) => letter,
            _ => throw new RegexRefusedException(at, $"the escape \\{letter} is not supported."),
        });
    }

    private Rune Unicode(int at)
    {
        if (Take('{'))
        {
            int end = pattern.IndexOf('}', Position);
            int digits = end - Position;
            if (digits is < 1 or > 6) throw new RegexRefusedException(at, "\\u{…} takes 1 to 6 hexadecimal digits.");
            Rune character = CodePoint(Hex(digits, at), at);
            Position++;
            return character;
        }

        int unit = Hex(4, at);
        bool pair = char.IsHighSurrogate((char)unit) && pattern.AsSpan(Position).StartsWith("\\u", StringComparison.Ordinal);
        if (!pair) return CodePoint(unit, at);
        Position += 2;
        int second = Hex(4, at);
        return char.IsLowSurrogate((char)second) ? new Rune((char)unit, (char)second) : CodePoint(unit, at);
    }

    private static Rune CodePoint(int value, int at) =>
        Rune.TryCreate(value, out Rune rune) ? rune : throw new RegexRefusedException(at, $"U+{value:X4} is no character: it is half of a surrogate pair or above U+10FFFF.");

    private int Hex(int digits, int at)
    {
        if (Position + digits > pattern.Length || !int.TryParse(pattern.AsSpan(Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
            throw new RegexRefusedException(at, $"{digits} hexadecimal digits are needed here.");
        Position += digits;
        return value;
    }
}
