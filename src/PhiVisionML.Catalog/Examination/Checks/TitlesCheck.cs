using System.Text.RegularExpressions;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Titles that say nothing a picture could show, and titles shared by products that differ.</summary>
internal sealed partial class TitlesCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (catalog.Title is not { } title) return CheckResult.Nothing;
        var titled = catalog.Products.Where(product => ExaminedCatalog.Cell(product, title) is not null).ToArray();
        string Title(Product product) => ExaminedCatalog.Cell(product, title)!;
        var shared = titled.GroupBy(Title, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()).OrderByDescending(group => group.Count()).ToArray();
        return CheckResult.Of(
            Finding("title_is_category", "repeats the category instead of naming the product", "repeat the category instead of naming the product",
                [.. titled.Where(product => catalog.Category is { } category && ExaminedCatalog.Cell(product, category) is { } name && string.Equals(name, Title(product), StringComparison.OrdinalIgnoreCase))], Title),
            Finding("title_is_code", "is a code instead of words", "are codes instead of words", [.. titled.Where(product => IsCode(product, Title(product)))], Title),
            Conflicts(catalog, shared),
            Repeated(catalog, shared));
    }

    private static Finding? Finding(string id, string singular, string plural, Product[] products, Func<Product, string> title) => products.Length == 0 ? null : new Finding
    {
        Id = id,
        Topic = FindingTopic.Texts,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Of(products.Length, "title")} {(products.Length == 1 ? singular : plural)}.",
        Remedy = "Write titles of words that a picture can show, or leave these rows out: they teach a model to answer so.",
        Rows = [.. products.Select(product => ExaminedCatalog.Row(product, title(product)))],
    };

    /// <summary>Equal titles of products in different categories: one of them is wrong, or the title says too little.</summary>
    private static Finding? Conflicts(ExaminedCatalog catalog, IGrouping<string, Product>[] shared)
    {
        var groups = shared.Where(group => group.Select(product => ExaminedCatalog.Cell(product, catalog.Category)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Any()).ToArray();
        return groups.Length == 0 ? null : new Finding
        {
            Id = "title_conflicts",
            Topic = FindingTopic.Texts,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Of(groups.Length, "title")} {(groups.Length == 1 ? "stands" : "stand")} for products in different categories.",
            Remedy = "Check whether one of each group has a wrong title or category; if both are right, the title says too little to be learned.",
            Rows = catalog.Rows(groups, group => group.Key),
        };
    }

    private static Finding? Repeated(ExaminedCatalog catalog, IGrouping<string, Product>[] shared) => shared.Length == 0 ? null : new Finding
    {
        Id = "repeated_titles",
        Topic = FindingTopic.Texts,
        Severity = FindingSeverity.Note,
        Sentence = $"{CountText.Of(shared.Length, "title")} {(shared.Length == 1 ? "stands" : "stand")} for several products, {CountText.Of(shared.Sum(group => group.Count()), "row")} in all.",
        Remedy = "Nothing, if they are variants or the like; keep rows of one title in the same part of a split, or the model is examined on answers it was taught.",
        Rows = catalog.Rows(shared, group => group.Key),
    };

    private static bool IsCode(Product product, string title) => string.Equals(title, product.ProductCode, StringComparison.OrdinalIgnoreCase) || Code().IsMatch(title);

    [GeneratedRegex(@"^(?=[^ ]*[0-9])[A-Z0-9][A-Z0-9_./#-]{3,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
