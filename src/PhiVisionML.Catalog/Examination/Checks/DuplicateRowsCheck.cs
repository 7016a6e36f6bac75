using System.Globalization;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Rows that say what another row says, and codes that name several rows.</summary>
internal sealed class DuplicateRowsCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var copies = Repeated(catalog, product => Content(catalog, product));
        var copied = copies.SelectMany(group => group.Select(product => product.RowNumber)).ToHashSet();
        var codes = Repeated(catalog, product => HasCode(product) ? product.ProductCode : null).Where(group => !group.All(product => copied.Contains(product.RowNumber))).ToArray();
        return CheckResult.Of(Copies(catalog, copies), Codes(catalog, codes));
    }

    private static Finding? Copies(ExaminedCatalog catalog, IGrouping<string, Product>[] groups) => groups.Length == 0 ? null : new Finding
    {
        Id = "duplicate_rows",
        Topic = FindingTopic.Table,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Rows(groups.Sum(group => group.Count() - 1), "repeats", "repeat")} another row in every column but the product code.",
        Remedy = "Keep one row of each group: copies count twice in training, and a copy on both sides of a split flatters the measure.",
        Rows = catalog.Rows(groups, group => $"as row {group.First().RowNumber.ToString(CultureInfo.InvariantCulture)}"),
    };

    private static Finding? Codes(ExaminedCatalog catalog, IGrouping<string, Product>[] groups) => groups.Length == 0 ? null : new Finding
    {
        Id = "duplicate_codes",
        Topic = FindingTopic.Table,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Of(groups.Length, "product code")} {(groups.Length == 1 ? "names" : "name")} several rows that differ.",
        Remedy = "Give each product a code of its own, or name the column that has one with --code-column.",
        Rows = catalog.Rows(groups, group => group.Key),
    };

    private static IGrouping<string, Product>[] Repeated(ExaminedCatalog catalog, Func<Product, string?> key) =>
        [.. catalog.Products.Where(product => key(product) is not null).GroupBy(product => key(product)!, StringComparer.Ordinal).Where(group => group.Skip(1).Any())];

    // Rows without a code of their own are named by their number.
    private static bool HasCode(Product product) => product.Fields.Values.Any(cell => cell?.Trim() == product.ProductCode);

    private static string Content(ExaminedCatalog catalog, Product product) =>
        string.Join('\u001f', catalog.Columns.Select(column => product.Fields.GetValueOrDefault(column)).Select(cell => cell?.Trim() == product.ProductCode ? "" : cell));
}
