using System.Globalization;
using System.Text;

namespace PhiVisionML.Model.Constraints.Patterns;

/// <summary>Reads the regular expressions that an automaton can enforce exactly; refuses all others with the position of what is wrong.</summary>
internal sealed class RegexParser
{
    private const int MaxDepth = 100;

    private readonly RegexReader _reader;
    private int _depth;

    private RegexParser(string pattern) => _reader = new RegexReader(pattern);

    /// <exception cref="RegexRefusedException">The expression is malformed or holds what is not supported.</exception>
    public static RegexPattern Parse(string pattern) => new RegexParser(pattern).Pattern();

    private RegexPattern Pattern()
    {
        List<RegexPattern.Branch> branches = [];
        do
        {
            bool atStart = _reader.Take('^');
            RegexNode body = Sequence();
            bool atEnd = _reader.Take('$');
            if (atEnd && !_reader.AtEnd && !_reader.Sees('|')) throw _reader.Refuse("'$' is supported only at the end of the expression or of one of its outermost branches.");
            branches.Add(new(body, atStart, atEnd));
        }
        while (_reader.Take('|'));
        return _reader.AtEnd ? new RegexPattern(branches) : throw _reader.Refuse("the group was never opened; write '\\)' for the character.");
    }

    private RegexNode Either()
    {
        List<RegexNode> branches = [];
        do branches.Add(Sequence());
        while (_reader.Take('|'));
        return branches.Count == 1 ? branches[0] : new RegexNode.Either(branches);
    }

    private RegexNode Sequence()
    {
        List<RegexNode> parts = [];
        while (!_reader.AtEnd && !_reader.Sees('|') && !_reader.Sees(')'))
        {
            if (_reader.Sees('$') && _depth == 0) break;
            parts.Add(Quantified(Atom()));
        }

        return parts.Count == 1 ? parts[0] : new RegexNode.Sequence(parts);
    }

    private RegexNode Atom()
    {
        switch (_reader.Peek().Value)
        {
            case '(': return Group();
            case '[': return new RegexNode.Characters(new CharacterClassParser(_reader).Parse());
            case '\\': return new RegexNode.Characters(_reader.Escape(inClass: false));
            case '^' or '$': throw _reader.Refuse("an anchor is supported only at the ends of the expression or of its outermost branches.");
            case '*' or '+' or '?' or '{': throw _reader.Refuse("there is nothing to repeat before it; write a backslash in front for the character.");
            case ']' or '}': throw _reader.Refuse("nothing was opened that it closes; write a backslash in front for the character.");
        }

        Rune character = _reader.Next();
        return new RegexNode.Characters(character.Value == '.' ? CharacterClasses.Dot : CodePointSet.Of(character));
    }

    private RegexNode Group()
    {
        int opened = _reader.Position;
        _reader.Next();
        if (_reader.Take('?')) Kind(opened);
        if (++_depth > MaxDepth) throw new RegexRefusedException(opened, $"groups are nested more than {MaxDepth} deep.");
        RegexNode inside = Either();
        _depth--;
        return _reader.Take(')') ? inside : throw new RegexRefusedException(opened, "the group is never closed.");
    }

    /// <summary>Reads what stands after "(?": a name, or ":" for a group without one.</summary>
    private void Kind(int opened)
    {
        if (_reader.Take(':')) return;
        bool named = _reader.Take('<');
        if (_reader.AtEnd) throw new RegexRefusedException(opened, "the group is never closed.");
        if ("=!".Contains(_reader.Peek().ToString(), StringComparison.Ordinal)) throw new RegexRefusedException(opened, "look-around is not supported.");
        if (!named) throw new RegexRefusedException(opened, "flags, atomic groups and comments are not supported; only (…), (?:…) and (?<name>…) are.");
        while (!_reader.Take('>'))
        {
            if (_reader.AtEnd || !(Rune.IsLetterOrDigit(_reader.Peek()) || _reader.Sees('_'))) throw new RegexRefusedException(opened, "the name of the group is not closed by '>'.");
            _reader.Next();
        }
    }

    private RegexNode Quantified(RegexNode part)
    {
        if (_reader.AtEnd) return part;
        int at = _reader.Position;
        int minimum = 0;
        int? maximum = null;
        if (_reader.Take('?')) maximum = 1;
        else if (_reader.Take('+')) minimum = 1;
        else if (_reader.Take('{')) (minimum, maximum) = Counts(at);
        else if (!_reader.Take('*')) return part;

        _reader.Take('?');   // lazy: the same texts
        if (_reader.Sees('+') || _reader.Sees('*') || _reader.Sees('?') || _reader.Sees('{')) throw _reader.Refuse("a quantifier follows a quantifier; possessive ones are not supported.");
        return new RegexNode.Repeat(part, minimum, maximum);
    }

    private (int Minimum, int? Maximum) Counts(int at)
    {
        int minimum = Count(at);
        int? maximum = !_reader.Take(',') ? minimum : _reader.Sees('}') ? null : Count(at);
        if (!_reader.Take('}')) throw Malformed(at);
        return maximum < minimum ? throw new RegexRefusedException(at, $"it repeats from {minimum} to {maximum} times; the second number must not be the smaller one.") : (minimum, maximum);
    }

    private int Count(int at)
    {
        int start = _reader.Position;
        while (!_reader.AtEnd && _reader.Peek() is { IsAscii: true, Value: >= '0' and <= '9' }) _reader.Next();
        ReadOnlySpan<char> digits = _reader.Since(start);
        if (digits.IsEmpty) throw Malformed(at);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : throw new RegexRefusedException(at, $"it repeats {digits} times; at most {int.MaxValue} can be counted.");
    }

    private static RegexRefusedException Malformed(int at) => new(at, "a quantifier is {n}, {n,} or {n,m}; write '\\{' for the character.");
}
