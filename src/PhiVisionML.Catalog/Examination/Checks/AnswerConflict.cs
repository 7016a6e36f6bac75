namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Whether rows that ought to have one answer have several.</summary>
internal static class AnswerConflict
{
    private const decimal SamePrice = 1.01m;   // prices less than 1 % apart are no contradiction

    /// <summary>"category", "price", "category and price"; <c>null</c> where the rows agree. Empty cells disagree with nothing.</summary>
    public static string? Between(ExaminedCatalog catalog, IReadOnlyCollection<Product> products)
    {
        if (products.Count < 2) return null;
        var categories = products.Select(product => ExaminedCatalog.Cell(product, catalog.Category)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;
        var amounts = products.Select(catalog.Amount).OfType<decimal>().Where(amount => amount > 0).ToArray();
        var prices = amounts.Length > 1 && amounts.Max() > SamePrice * amounts.Min();
        return (categories, prices) switch
        {
            (true, true) => "category and price",
            (true, false) => "category",
            (false, true) => "price",
            _ => null,
        };
    }
}
