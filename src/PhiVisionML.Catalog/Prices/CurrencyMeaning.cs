using System.Collections.Frozen;

namespace PhiVisionML.Catalog.Prices;

/// <summary>What a currency that is written beside a price may be. A dollar sign is the sign of many.</summary>
public static class CurrencyMeaning
{
    private static readonly FrozenDictionary<string, string[]> Codes = new Dictionary<string, string[]>
    {
        ["€"] = ["EUR"],
        ["£"] = ["GBP", "EGP"],
        ["$"] = ["USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"],
        ["US$"] = ["USD"],
        ["A$"] = ["AUD"],
        ["AU$"] = ["AUD"],
        ["C$"] = ["CAD"],
        ["CA$"] = ["CAD"],
        ["NZ$"] = ["NZD"],
        ["HK$"] = ["HKD"],
        ["NT$"] = ["TWD"],
        ["S$"] = ["SGD"],
        ["R$"] = ["BRL"],
        ["¥"] = ["JPY", "CNY"],
        ["円"] = ["JPY"],
        ["元"] = ["CNY"],
        ["₹"] = ["INR"],
        ["Rs"] = ["INR", "PKR"],
        ["Rs."] = ["INR", "PKR"],
        ["₩"] = ["KRW"],
        ["₺"] = ["TRY"],
        ["₽"] = ["RUB"],
        ["руб"] = ["RUB"],
        ["руб."] = ["RUB"],
        ["₴"] = ["UAH"],
        ["₪"] = ["ILS"],
        ["₫"] = ["VND"],
        ["฿"] = ["THB"],
        ["₦"] = ["NGN"],
        ["₱"] = ["PHP"],
        ["৳"] = ["BDT"],
        ["zł"] = ["PLN"],
        ["Kč"] = ["CZK"],
        ["Ft"] = ["HUF"],
        ["lei"] = ["RON"],
        ["лв"] = ["BGN"],
        ["лв."] = ["BGN"],
        ["kr"] = ["SEK", "NOK", "DKK", "ISK"],
        ["kr."] = ["SEK", "NOK", "DKK", "ISK"],
        ["Fr."] = ["CHF"],
        ["SFr."] = ["CHF"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text is written like a currency's code.</summary>
    /// <param name="text">A text such as EUR.</param>
    public static bool IsCode(string text) => text is { Length: 3 } && text.All(char.IsAsciiLetter);

    /// <summary>Whether a currency as it is written may be a certain one.</summary>
    /// <param name="written">A sign, an abbreviation or a code, as <see cref="PriceParser"/> gives it.</param>
    /// <param name="code">A three-letter code.</param>
    /// <returns>Whether it may; false for a sign that nobody here knows.</returns>
    public static bool MayBe(string written, string code)
        => string.Equals(written, code, StringComparison.OrdinalIgnoreCase) || Codes.TryGetValue(written, out string[]? codes) && codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
