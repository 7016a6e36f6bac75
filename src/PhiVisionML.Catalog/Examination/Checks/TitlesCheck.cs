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
        return CheckResult.Of(
            Finding("title_is_category", "repeats the category instead of naming the product", "repeat the category instead of naming the product",
                [.. titled.Where(product => catalog.Category is { } category && ExaminedCatalog.Cell(product, category) is { } name && string.Equals(name, Title(product), StringComparison.OrdinalIgnoreCase))], Title),
            Finding("title_is_code", "is a code instead of words", "are codes instead of words", [.. titled.Where(product => IsCode(product, Title(product)))], Title),
            Shared(catalog, titled, Title));
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

    /// <summary>Equal titles with different answers. Variants of one product share titles by nature; with another category or price, one of them is wrong or the title says too little.</summary>
    private static Finding? Shared(ExaminedCatalog catalog, Product[] titled, Func<Product, string> title)
    {
        var groups = titled.GroupBy(title, StringComparer.OrdinalIgnoreCase)
            .Where(group => AnswerConflict.Between(catalog, [.. group]) is not null).ToArray();
        var rows = groups.SelectMany(group => group.Select(product => ExaminedCatalog.Row(product, AnswerConflict.Answer(catalog, product), group.Key))).ToArray();
        return rows.Length == 0 ? null : new Finding
        {
            Id = "title_conflicts",
            Topic = FindingTopic.Texts,
            Severity = FindingSeverity.Note,
            Sentence = $"{CountText.Of(groups.Length, "title")} {(groups.Length == 1 ? "stands" : "stand")} for products of different category or price.",
            Remedy = "Check whether one of each group has a wrong title, category or price; if all are right, the title alone does not name the product.",
            Rows = rows,
        };
    }

    private static bool IsCode(Product product, string title) => string.Equals(title, product.ProductCode, StringComparison.OrdinalIgnoreCase) || Code().IsMatch(title);

    [GeneratedRegex(@"^(?=[^ ]*[0-9])[A-Z0-9][A-Z0-9_./#-]{3,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
