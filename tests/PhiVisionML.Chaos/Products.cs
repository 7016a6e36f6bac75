using System.Globalization;

namespace PhiVisionML.Chaos;

/// <summary>The products of the test.</summary>
internal static class Products
{
    public const string Catalog = "chaos";

    public static string Sku(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Of a hundred, one fails for good and two fail twice.</summary>
    public static Fate FateOf(string sku) => (int.Parse(sku, CultureInfo.InvariantCulture) % 100) switch
    {
        13 => Fate.Fails,
        31 or 77 => Fate.FailsTwice,
        _ => Fate.Answered,
    };
}
