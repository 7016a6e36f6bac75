using System.Globalization;
using System.Text.RegularExpressions;

namespace PhiVisionML.Catalog.Answers;

/// <summary>How numbers are written in answers and read back: invariant culture, no thousands separators, no exponent.</summary>
public static partial class NumberFormat
{
    /// <summary>The pattern that a written number matches as a whole: <c>-?[0-9]+(\.[0-9]+)?</c>.</summary>
    public const string Pattern = @"-?[0-9]+(\.[0-9]+)?";

    /// <summary>The most digits after the point that a template may ask for.</summary>
    public const int MaxDecimals = 9;

    /// <summary>Digits after the point of a price whose template names none.</summary>
    public const int PriceDecimals = 2;

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="decimals">Digits after the point, rounding halves away from zero; <c>null</c> for as few as the value needs.</param>
    /// <returns>Text that matches <see cref="Pattern"/>; zero never has a sign.</returns>
    public static string Render(decimal value, int? decimals)
    {
        if (decimals is { } digits)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(digits, nameof(decimals));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, MaxDecimals, nameof(decimals));
            value = Math.Round(value, digits, MidpointRounding.AwayFromZero);
        }
        if (value == 0) value = 0m;
        var format = decimals is { } fixedDigits ? "F" + fixedDigits.ToString(CultureInfo.InvariantCulture) : "0.############################";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a written number strictly: the whole text matches <see cref="Pattern"/>.</summary>
    /// <param name="text">The text, without surrounding white space.</param>
    /// <param name="value">The number, always finite; 0 when the result is <c>false</c>.</param>
    /// <returns>Whether the text is a number that a <see cref="double"/> can hold.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (PrefixLength(text) != text.Length || text.IsEmpty) return false;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>The length of the longest number at the start of the text; 0 if there is none.</summary>
    internal static int PrefixLength(ReadOnlySpan<char> text)
    {
        foreach (var match in NumberPrefix().EnumerateMatches(text))
            return match.Length;
        return 0;
    }

    /// <summary>Reads a number of a user's table: also with an exponent, a leading plus or a bare decimal point.</summary>
    internal static bool TryReadLoose(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex("^" + Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex NumberPrefix();
}
