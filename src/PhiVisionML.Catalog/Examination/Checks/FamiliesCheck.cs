namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Variants that differ from most of their family in category or price.</summary>
internal sealed class FamiliesCheck : ICatalogCheck
{
    private const int LeastRows = 3;             // of two that differ nobody can say which one is wrong
    private const decimal SamePrice = 1.25m;     // sizes and materials of one product may cost a little more

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (!catalog.Has(catalog.Options.FamilyColumn)) return CheckResult.Nothing;
        var families = catalog.Products.Where(product => ExaminedCatalog.Cell(product, catalog.Options.FamilyColumn) is not null)
            .GroupBy(product => ExaminedCatalog.Cell(product, catalog.Options.FamilyColumn)!, StringComparer.Ordinal)
            .Where(family => family.Count() >= LeastRows).ToArray();
        return CheckResult.Of(
            Of("category_against_family", FindingTopic.Categories, "category",
                [.. families.SelectMany(family => Strangers(family, product => ExaminedCatalog.Cell(product, catalog.Category), (one, other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase), category => category))]),
            Of("price_against_family", FindingTopic.Prices, "price",
                [.. families.SelectMany(family => Strangers(family, product => catalog.Amount(product), AreAlike, amount => CountText.Amount(amount!.Value)))]));
    }

    private static Finding? Of(string id, FindingTopic topic, string what, (Product Product, string Own, string Usual)[] rows) => rows.Length == 0 ? null : new Finding
    {
        Id = id,
        Topic = topic,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Rows(rows.Length, "has", "have")} another {what} than most variants of the same product.",
        Remedy = $"Check the {what}, and whether the row belongs to the family.",
        Rows = [.. rows.Select(row => ExaminedCatalog.Row(row.Product, $"{row.Own}; most of its family: {row.Usual}"))],
    };

    /// <summary>The rows that are not like the value that more than half of a family's filled cells are like.</summary>
    private static IEnumerable<(Product Product, string Own, string Usual)> Strangers<T>(IEnumerable<Product> family, Func<Product, T?> value, Func<T, T, bool> alike, Func<T, string> text)
    {
        var filled = family.Select(product => (Product: product, Value: value(product))).Where(pair => pair.Value is not null).Select(pair => (pair.Product, Value: pair.Value!)).ToArray();
        if (filled.Length < LeastRows) return [];
        var usual = filled.Select(pair => pair.Value).Distinct().MaxBy(candidate => filled.Count(pair => alike(pair.Value, candidate)))!;
        var strangers = filled.Where(pair => !alike(pair.Value, usual)).ToArray();
        return 2 * strangers.Length < filled.Length ? strangers.Select(pair => (pair.Product, text(pair.Value), text(usual))) : [];
    }

    private static bool AreAlike(decimal? one, decimal? other) =>
        one == other || (one > 0 && other > 0 && Math.Max(one.Value, other.Value) <= SamePrice * Math.Min(one.Value, other.Value));
}
