using System.Globalization;
using System.Text;

namespace PhiVisionML.Catalog.Answers;

/// <summary>Reads the text of a template into segments; positions in errors count from 0.</summary>
internal sealed class AnswerTemplateReader(string source)
{
    private readonly List<AnswerSegment> _segments = [];
    private readonly StringBuilder _literal = new();

    public IReadOnlyList<AnswerSegment> Read()
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new FormatException("The answer template is empty; write it like 'Product: {title}, Price: {full_price:price}'.");
        for (var at = 0; at < source.Length;)
            at = source[at] switch
            {
                '{' when IsDoubled(at) => AddBrace(at),
                '}' when IsDoubled(at) => AddBrace(at),
                '{' => ReadField(at),
                '}' => throw new FormatException($"The answer template has a '}}' without a '{{' at position {at}; write '}}}}' for a plain brace: {source}"),
                _ => AddCharacter(at),
            };
        EndLiteral();
        RequireReadableBack();
        return _segments;
    }

    private bool IsDoubled(int at) => at + 1 < source.Length && source[at + 1] == source[at];

    private int AddBrace(int at)
    {
        _literal.Append(source[at]);
        return at + 2;
    }

    private int AddCharacter(int at)
    {
        _literal.Append(source[at]);
        return at + 1;
    }

    private void EndLiteral()
    {
        if (_literal.Length == 0) return;
        var literal = _literal.ToString();
        if (literal.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
            throw new FormatException($"The answer template holds half of a surrogate pair or U+FFFD, which no answer can contain: {source}");
        _segments.Add(AnswerSegment.Of(literal));
        _literal.Clear();
    }

    private int ReadField(int open)
    {
        var close = source.IndexOfAny(['{', '}'], open + 1);
        if (close < 0 || source[close] == '{')
            throw new FormatException($"The answer template's '{{' at position {open} is not closed; write '{{{{' for a plain brace: {source}");
        EndLiteral();
        var parts = source[(open + 1)..close].Split(':');
        var name = parts[0].Trim();
        if (name.Length == 0)
            throw new FormatException($"The answer template's field at position {open} has no name: {source}");
        if (parts.Length > 3)
            throw new FormatException($"The answer template's field '{name}' has {parts.Length} parts; at most three are read, as in '{{price:price:2}}'.");
        var kind = parts.Length > 1 ? ReadKind(name, parts[1].Trim()) : AnswerFieldKind.Text;
        _segments.Add(AnswerSegment.Of(new AnswerField(name, kind, ReadDecimals(name, kind, parts))));
        return close + 1;
    }

    private static AnswerFieldKind ReadKind(string name, string kind) => kind switch
    {
        "text" => AnswerFieldKind.Text,
        "choice" => AnswerFieldKind.Choice,
        "number" => AnswerFieldKind.Number,
        "price" => AnswerFieldKind.Price,
        _ => throw new FormatException($"The answer template's field '{name}' has the unknown kind '{kind}'; the kinds are text, choice, number and price."),
    };

    private static int? ReadDecimals(string name, AnswerFieldKind kind, string[] parts)
    {
        if (parts.Length < 3) return kind == AnswerFieldKind.Price ? NumberFormat.PriceDecimals : null;
        if (kind is AnswerFieldKind.Text or AnswerFieldKind.Choice)
            throw new FormatException($"The answer template's field '{name}' is of kind {kind}, which has no decimals; only a number or price has.");
        return int.TryParse(parts[2].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) && decimals <= NumberFormat.MaxDecimals
            ? decimals
            : throw new FormatException($"The answer template's field '{name}' asks for '{parts[2]}' decimals; a whole number from 0 to {NumberFormat.MaxDecimals} is read.");
    }

    private void RequireReadableBack()
    {
        var fields = _segments.Where(segment => segment.IsField).Select(segment => segment.Field!.Name).ToList();
        if (fields.Count == 0)
            throw new FormatException($"The answer template has no field; write at least one, like '{{title}}': {source}");
        if (fields.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FormatException($"The answer template has the field '{twice.Key}' {twice.Count()} times; each field comes once: {source}");
        for (var i = 1; i < _segments.Count; i++)
            RequireBoundary(_segments[i - 1], _segments[i]);
    }

    private static void RequireBoundary(AnswerSegment left, AnswerSegment right)
    {
        if (!left.IsField) return;
        if (right.IsField)
            throw new FormatException($"The answer template's fields '{left.Field.Name}' and '{right.Field.Name}' stand side by side and could not be told apart; put text between them.");
        if (left.Field.IsNumeric && ContinuesNumber(right.Literal))
            throw new FormatException($"The answer template's number '{left.Field.Name}' is followed by '{right.Literal}', which would be read as more of its digits; put a space between them.");
    }

    private static bool ContinuesNumber(string literal) =>
        char.IsAsciiDigit(literal[0]) || (literal[0] == '.' && literal.Length > 1 && char.IsAsciiDigit(literal[1]));
}
