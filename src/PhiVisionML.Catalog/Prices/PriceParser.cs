using System.Globalization;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Prices;

/// <summary>Reads the amounts of money that people write into product tables.</summary>
/// <remarks>
/// <para>A currency sign or code may stand before or behind the amount, with or without a space; a minus may stand before either.</para>
/// <para>Which of point and comma is the decimal one: if both occur, the later one; one that occurs more than once separates thousands;
/// a single one followed by exactly three digits separates thousands (<c>1,299</c> and <c>1.299</c> are 1299), unless the digits before it
/// cannot be such a group (<c>0.125</c>, <c>1299.500</c>) or thousands are already separated otherwise (<c>1 299,500</c>).
/// Spaces and apostrophes separate thousands. Groups have three digits, or two before the last three (<c>1,29,999</c>).</para>
/// <para>Anything else (ranges, words, two currencies, stray signs) is unreadable, never 0.</para>
/// </remarks>
public static class PriceParser
{
    /// <summary>Reads an amount.</summary>
    /// <param name="text">The text of a table's cell.</param>
    /// <param name="amount">The amount; 0 when the result is <c>false</c>, and only to be used when it is <c>true</c>.</param>
    /// <param name="currency">The currency sign or code as written (codes in upper case); <c>null</c> where there is none.</param>
    /// <returns>Whether the whole text is one amount.</returns>
    public static bool TryParse(string? text, out decimal amount, out string? currency)
    {
        amount = 0;
        currency = null;
        var rest = WhiteSpace.Fold(text ?? "");
        var isNegative = TakeMinus(ref rest);
        var before = CurrencyMark.TakeFromStart(ref rest);
        if (!isNegative) isNegative = TakeMinus(ref rest);
        var behind = CurrencyMark.TakeFromEnd(ref rest);
        if (before is not null && behind is not null) return false;
        if (!TryReadDigits(TrimDash(rest), out var magnitude)) return false;
        amount = isNegative ? -magnitude : magnitude;
        currency = before ?? behind;
        return true;
    }

    private static bool TakeMinus(ref string text)
    {
        if (text.Length == 0 || text[0] is not ('-' or '\u2212')) return false;
        text = text[1..].TrimStart();
        return true;
    }

    /// <summary>"12,-" and "12.–" are ways to write "12.00".</summary>
    private static string TrimDash(string text)
    {
        var trimmed = text.TrimEnd('-', '\u2013', '\u2014');
        return trimmed.Length < text.Length && trimmed.Length > 1 && trimmed[^1] is '.' or ',' ? trimmed[..^1] : text;
    }

    private static bool TryReadDigits(string text, out decimal value)
    {
        value = 0;
        var plain = AsciiDigits(text);
        var split = DecimalPosition(plain);
        var whole = split < 0 ? plain : plain[..split];
        var fraction = split < 0 ? "" : plain[(split + 1)..];
        if (split >= 0 && (fraction.Length == 0 || !fraction.All(char.IsAsciiDigit))) return false;
        if (JoinGroups(whole, fraction.Length > 0) is not { } digits) return false;
        return decimal.TryParse(fraction.Length > 0 ? $"{digits}.{fraction}" : digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Digits of any script as 0 to 9, the Arabic decimal sign as a point, the Arabic thousands sign and apostrophes as spaces.</summary>
    private static string AsciiDigits(string text) => string.Create(text.Length, text, (plain, source) =>
    {
        for (var i = 0; i < plain.Length; i++)
            plain[i] = source[i] switch
            {
                '\u066B' => '.',
                '\u066C' or '\'' or '\u2019' => ' ',
                var other when char.IsDigit(other) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(other)),
                var other => other,
            };
    });

    /// <summary>The index of the decimal separator; -1 if the text has none.</summary>
    private static int DecimalPosition(string text)
    {
        var point = text.LastIndexOf('.');
        var comma = text.LastIndexOf(',');
        if (point >= 0 && comma >= 0) return Math.Max(point, comma);
        var last = Math.Max(point, comma);
        if (last < 0 || text.IndexOf(text[last]) != last) return -1;
        return IsThousandsGroup(text, last) ? -1 : last;
    }

    private static bool IsThousandsGroup(string text, int separator) =>
        text.Length - separator - 1 == 3 && separator is >= 1 and <= 3 && text[0] != '0' && !text.Contains(' ', StringComparison.Ordinal);

    /// <summary>The digits of the whole part without separators; <c>null</c> if they are not grouped as thousands are.</summary>
    private static string? JoinGroups(string whole, bool hasFraction)
    {
        if (whole.Length == 0) return hasFraction ? "0" : null;
        var separators = whole.Where(character => !char.IsAsciiDigit(character)).Distinct().ToArray();
        if (separators.Length == 0) return whole;
        if (separators.Length > 1 || separators[0] is not (' ' or ',' or '.')) return null;
        var groups = whole.Split(separators[0]);
        var middle = groups.Length > 2 ? groups[1].Length : 3;
        var isGrouped = groups[0].Length is >= 1 and <= 3 && groups[^1].Length == 3
            && middle is 2 or 3 && groups[1..^1].All(group => group.Length == middle);
        return isGrouped ? string.Concat(groups) : null;
    }
}
