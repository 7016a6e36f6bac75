using System.Text;

namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>Reads a character class in square brackets.</summary>
/// <param name="reader">Stands at the opening bracket; afterwards behind the closing one.</param>
internal sealed class CharacterClassParser(RegexReader reader)
{
    public CodePointSet Parse()
    {
        int opened = reader.Position;
        reader.Next();
        bool negated = reader.Take('^');
        CodePointSet set = CodePointSet.Of();
        while (!reader.Take(']'))
        {
            if (reader.AtEnd) throw new RegexRefusedException(opened, "the class is never closed.");
            set = set.Union(Member());
        }

        if (set.Ranges.Count == 0) throw new RegexRefusedException(opened, "the class is empty; name at least one character.");
        return negated ? CodePointSet.Text.Except(set) : set;
    }

    /// <summary>Reads one character, a range, or a named class.</summary>
    private CodePointSet Member()
    {
        int at = reader.Position;
        bool isDash = reader.Sees('-');
        CodePointSet first = One();
        if (isDash && reader.Sees('[')) throw new RegexRefusedException(at, "class subtraction is not supported; write '\\[' for the character.");
        if (!reader.Take('-')) return first;
        if (reader.AtEnd || reader.Sees(']')) return first.Union(CodePointSet.Of(new Rune('-')));
        CodePointSet last = One();
        if (Single(first) is not { } low || Single(last) is not { } high) throw new RegexRefusedException(at, "a range goes from one character to another; a class cannot bound it.");
        return low <= high ? CodePointSet.Of((low, high)).Intersect(CodePointSet.All) : throw new RegexRefusedException(at, "the range ends before it begins.");
    }

    private CodePointSet One()
    {
        if (reader.Sees('\\')) return reader.Escape(inClass: true);
        int at = reader.Position;
        Rune character = reader.Next();
        if (character.Value == '[' && reader.Sees(':')) throw new RegexRefusedException(at, "classes such as [:alpha:] are not supported; write '\\[' for the character.");
        return CodePointSet.Of(character);
    }

    private static int? Single(CodePointSet set) => set.Ranges is [var (first, last)] && first == last ? first : null;
}
