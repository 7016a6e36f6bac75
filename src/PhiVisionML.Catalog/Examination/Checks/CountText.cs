using System.Globalization;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Numbers and nouns in sentences.</summary>
internal static class CountText
{
    /// <summary>"1 row", "1,204 rows".</summary>
    public static string Of(int count, string singular, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? singular : plural ?? singular + "s")}");

    /// <summary>"1 row has", "2 rows have".</summary>
    public static string Rows(int count, string singularVerb, string pluralVerb) => $"{Of(count, "row")} {(count == 1 ? singularVerb : pluralVerb)}";

    /// <summary>A share as people read it, and never "100 %" or "0 %" of what is not all or nothing.</summary>
    public static string Share(double share) => share switch
    {
        > 0 and < 0.001 => "under 0.1 %",
        < 1 and > 0.999 => "over 99.9 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %"),
    };

    /// <summary>An amount with thousands separated and two decimals.</summary>
    public static string Amount(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
}
