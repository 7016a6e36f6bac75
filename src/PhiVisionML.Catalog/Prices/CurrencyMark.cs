using System.Collections.Frozen;
using System.Globalization;

namespace PhiVisionML.Catalog.Prices;

/// <summary>Takes a currency sign or code from an end of an amount.</summary>
internal static class CurrencyMark
{
    private const int LongestMark = 5;

    private static readonly FrozenSet<string> Codes = FrozenSet.ToFrozenSet(
    [
        "AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS",
        "INR", "ISK", "JPY", "KES", "KRW", "KWD", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB",
        "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
    ], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        ["kr", "kr.", "Rs", "Rs.", "zł", "Kč", "Ft", "lei", "Fr.", "SFr.", "US$", "A$", "AU$", "C$", "CA$", "NZ$", "HK$", "NT$", "S$", "R$", "руб", "руб.", "лв", "лв.", "元", "円"],
        StringComparer.OrdinalIgnoreCase);

    public static string? TakeFromStart(ref string text)
    {
        for (var length = Math.Min(LongestMark, text.Length - 1); length > 0; length--)
            if (IsMark(text.AsSpan(0, length)) && !ContinuesWord(text, length - 1, length))
                return Take(text[..length], text[length..], ref text);
        return null;
    }

    public static string? TakeFromEnd(ref string text)
    {
        for (var length = Math.Min(LongestMark, text.Length - 1); length > 0; length--)
            if (IsMark(text.AsSpan(text.Length - length)) && !ContinuesWord(text, text.Length - length, text.Length - length - 1))
                return Take(text[^length..], text[..^length], ref text);
        return null;
    }

    private static string Take(string mark, string rest, ref string text)
    {
        text = rest.Trim();
        return Codes.Contains(mark) ? mark.ToUpperInvariant() : mark;
    }

    private static bool IsMark(ReadOnlySpan<char> text) =>
        (text.Length == 1 && CharUnicodeInfo.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol)
        || Codes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text)
        || Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);

    private static bool ContinuesWord(string text, int inside, int outside) => char.IsLetter(text[inside]) && char.IsLetter(text[outside]);
}
