namespace PhiVisionML.Catalog.Answers;

/// <summary>Reads one answer from left to right by the rule stated at <see cref="AnswerTemplate"/>.</summary>
internal sealed class AnswerMatcher
{
    private readonly IReadOnlyList<AnswerSegment> _segments;
    private readonly string _text;
    private readonly int _end;
    private readonly List<ParsedField> _fields = [];
    private readonly List<string> _errors = [];
    private int _at;

    public AnswerMatcher(AnswerTemplate template, string text)
    {
        _segments = template.Segments;
        _text = text;
        _at = text.Length - text.AsSpan().TrimStart().Length;
        _end = Math.Max(_at, text.AsSpan().TrimEnd().Length);
    }

    public ParsedAnswer Match()
    {
        var onTrack = SkipFirstLiteral();
        for (var i = 0; i < _segments.Count; i++)
        {
            if (_segments[i].Field is not { } field) continue;
            if (onTrack) onTrack = ReadField(i, field);
            else _fields.Add(ParsedField.Missing(field));
        }
        return new ParsedAnswer(_text, _fields, _errors);
    }

    private ReadOnlySpan<char> Rest => _text.AsSpan(_at, _end - _at);

    private bool SkipFirstLiteral()
    {
        if (_segments[0].Literal?.TrimStart() is not { } literal) return true;
        if (!Rest.StartsWith(literal, StringComparison.Ordinal))
        {
            _errors.Add($"The answer does not begin with '{literal}'.");
            return false;
        }
        _at += literal.Length;
        return true;
    }

    /// <summary>Reads the field up to its boundary and steps over the literal behind it; <c>false</c> when there is no boundary.</summary>
    private bool ReadField(int segment, AnswerField field)
    {
        var literal = segment + 1 < _segments.Count ? _segments[segment + 1].Literal! : "";
        var isLast = segment + 2 >= _segments.Count;
        if (isLast) literal = literal.TrimEnd();
        var length = FindBoundary(field, literal, isLast);
        if (length < 0)
        {
            _errors.Add($"Field '{field.Name}' is not followed by '{literal}'.");
            _fields.Add(ParsedField.Missing(field));
            return false;
        }
        AddField(field, length);
        _at += length + literal.Length;
        return true;
    }

    private int FindBoundary(AnswerField field, string literal, bool isLast)
    {
        if (isLast)
            return Rest.EndsWith(literal, StringComparison.Ordinal) ? Rest.Length - literal.Length : -1;
        if (field.IsNumeric && NumberBoundary(literal) is { } afterNumber)
            return afterNumber;
        return Rest.IndexOf(literal, StringComparison.Ordinal);
    }

    /// <summary>Where the literal stands right behind the longest number, white space around the number allowed.</summary>
    private int? NumberBoundary(string literal)
    {
        var start = Rest.Length - Rest.TrimStart().Length;
        var digits = NumberFormat.PrefixLength(Rest[start..]);
        if (digits == 0) return null;
        var tail = Rest[(start + digits)..];
        if (tail.StartsWith(literal, StringComparison.Ordinal)) return start + digits;
        var gap = tail.Length - tail.TrimStart().Length;
        return tail[gap..].StartsWith(literal, StringComparison.Ordinal) ? start + digits + gap : null;
    }

    private void AddField(AnswerField field, int length)
    {
        var raw = Rest[..length];
        var start = _at + (length - raw.TrimStart().Length);
        var value = raw.Trim();
        var text = WhiteSpace.Fold(value.ToString());
        double? number = null;
        if (text.Length == 0)
            _errors.Add($"Field '{field.Name}' is empty.");
        else if (field.IsNumeric && NumberFormat.TryRead(value, out var read))
            number = read;
        else if (field.IsNumeric)
            _errors.Add($"Field '{field.Name}' holds '{text}', which is no number like 12.50.");
        var found = text.Length > 0 && (!field.IsNumeric || number is not null);
        _fields.Add(new ParsedField(field, found, text, number, value.IsEmpty ? _at : start, value.Length));
    }
}
