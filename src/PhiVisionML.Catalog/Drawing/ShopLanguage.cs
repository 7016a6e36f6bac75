using System.Globalization;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Lines of text as shops write them, about nothing in particular.</summary>
internal static class ShopLanguage
{
    private static readonly HashSet<decimal> PricesOfLuma = [.. LumaShop.AllPrices];

    private static readonly Func<SplitMix64, string>[] Forms = [Advert, Sale, Offer, Fields, Json, Note, Words, Figures];

    /// <summary>One line of a random form.</summary>
    public static string Line(SplitMix64 random) => random.Pick(Forms)(random);

    /// <summary>A price with two decimals, 0.50 … 2,500; never one that <see cref="LumaShop"/> asks.</summary>
    internal static decimal Price(SplitMix64 random)
    {
        while (true)
        {
            int whole = random.Below(random.Pick([10, 100, 500, 2500]));
            int cents = random.Chance(0.5) ? random.Pick([0, 25, 50, 75, 95, 99]) : random.Below(100);
            decimal price = whole + (cents / 100m);
            if (price >= 0.5m && !PricesOfLuma.Contains(price))
                return price;
        }
    }

    /// <summary>A stock code with a digit in it, as no code of <see cref="LumaShop"/> has: "AB-1234", "QX7-KLM", "Z00415".</summary>
    internal static string Code(SplitMix64 random) => random.Below(4) switch
    {
        0 => $"{Letters(random, 2)}-{Digits(random, 4)}",
        1 => $"{Letters(random, 2)}{Digits(random, 1)}-{Letters(random, 2 + random.Below(4))}",
        2 => $"{Letters(random, 1)}{Digits(random, 5)}",
        _ => $"{Letters(random, 3)}-{Letters(random, 3 + random.Below(3))}-{Digits(random, 2)}",
    };

    private static string PriceText(SplitMix64 random)
    {
        decimal price = Price(random);
        string plain = price.ToString("0.00", CultureInfo.InvariantCulture);
        return random.Below(8) switch
        {
            0 => "$" + plain,
            1 => "$ " + plain,
            2 => plain + " USD",
            3 => "€" + plain,
            4 => "EUR " + plain,
            5 => "£" + plain,
            6 => price.ToString("N2", CultureInfo.InvariantCulture) + " " + random.Pick(ShopWords.Currencies),
            _ => plain,
        };
    }

    private static string Advert(SplitMix64 random) =>
        $"{ProductWords.Capital(random.Pick(ShopWords.Adjectives))} {random.Pick(ShopWords.Nouns)} for {random.Pick(ShopWords.People)}: "
        + $"{random.Pick(ShopWords.Adjectives)}, {random.Pick(ShopWords.Adjectives)} and {random.Pick(ShopWords.Verbs)} {random.Pick(ShopWords.Places)}.";

    private static string Sale(SplitMix64 random) =>
        $"{random.Pick(ShopWords.Names)} {random.Pick(["bought", "sold", "ordered", "returned", "likes"])} the {random.Pick(ShopWords.Adjectives)} "
        + $"{random.Pick(ShopWords.Nouns)} for {PriceText(random)}{random.Pick([".", "!", ", size " + random.Pick(ShopWords.Sizes) + ".", " (" + Code(random) + ")."])}";

    private static string Offer(SplitMix64 random) =>
        $"{random.Pick(["Now", "Only", "From", "Today", "Was " + PriceText(random) + ", now"])} {PriceText(random)} - save {random.Below(90)}% "
        + $"{random.Pick(["until", "in", "from"])} {1 + random.Below(28)} {random.Pick(ShopWords.Months)} {1990 + random.Below(50)}!";

    private static string Fields(SplitMix64 random)
    {
        string assign = random.Pick([": ", "=", " = ", " - "]);
        string[] fields =
        [
            random.Pick(["Product", "Title", "Name", "Item", "product"]) + assign + Title(random),
            random.Pick(["Category", "Code", "SKU", "Group", "category"]) + assign + Code(random),
            random.Pick(["Full Price", "Price", "Cost", "Amount", "price"]) + assign + PriceText(random),
            random.Pick(["Size", "Weight", "Stock", "Brand"]) + assign + random.Pick(ShopWords.Sizes),
        ];
        int first = random.Below(fields.Length - 1);
        int end = first + 2 + random.Below(fields.Length - first - 1);
        return string.Join(random.Pick([", ", "; ", " | ", "\n"]), fields[first..end]);
    }

    private static string Json(SplitMix64 random) =>
        $$"""{"sku": "{{Code(random)}}", "title": "{{Title(random)}}", "price": {{Price(random).ToString(CultureInfo.InvariantCulture)}}, "in_stock": {{(random.Chance(0.5) ? "true" : "false")}}}""";

    private static string Note(SplitMix64 random) =>
        $"{random.Pick(["Please", "Don't", "Always", "You can", "We"])} {random.Pick(ShopWords.Verbs)} {random.Pick(ShopWords.Places)}; "
        + $"{random.Pick(ShopWords.Names)}'s {random.Pick(ShopWords.Nouns)} {random.Pick(["is", "was", "isn't", "will be"])} {random.Pick(ShopWords.Adjectives)}"
        + random.Pick([".", "?", "!", "...", " & more.", " (see below)."]);

    private static string Words(SplitMix64 random) =>
        string.Join(' ', Enumerable.Range(0, 4 + random.Below(6)).Select(_ => random.Pick(random.Below(6) switch
        {
            0 => ShopWords.Nouns,
            1 => ShopWords.Adjectives,
            2 => ShopWords.Brands,
            3 => ShopWords.Sizes,
            4 => ShopWords.People,
            _ => ShopWords.Fragments,
        })));

    private static string Figures(SplitMix64 random) =>
        $"{Code(random)} {random.Below(1000)} x {Digits(random, 1 + random.Below(6))} = {PriceText(random)} / {random.Below(100)}.{random.Below(10)} {random.Pick(ShopWords.Units)} #{random.Below(100)} @ {PriceText(random)}";

    private static string Title(SplitMix64 random) =>
        string.Join(' ', new[] { random.Pick(ShopWords.Brands), random.Pick(ShopWords.Adjectives), random.Pick(ShopWords.Nouns) }.Select(ProductWords.Capital));

    private static string Letters(SplitMix64 random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('A' + random.Below(26))));

    private static string Digits(SplitMix64 random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Below(10))));
}
