using System.Globalization;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>How many rows each category has.</summary>
internal sealed class CategoriesCheck : ICatalogCheck
{
    private const double MostOfOne = 0.5;

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (catalog.Category is not { } column) return CheckResult.Nothing;
        var categories = catalog.Products.Where(product => ExaminedCatalog.Cell(product, column) is not null)
            .GroupBy(product => ExaminedCatalog.Cell(product, column)!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        if (categories.Length == 0) return CheckResult.Nothing;
        var rows = categories.Sum(group => group.Count());
        var majority = categories[0].Count() / (double)rows;
        var least = catalog.Options.LeastCategoryRows;
        return CheckResult.Of(Single(column, categories, rows), Majority(column, categories, majority), Small(catalog, categories, least)) with
        {
            Figures =
            [
                new("categories", FindingTopic.Categories, "Categories", categories.Length, categories.Length.ToString("N0", CultureInfo.InvariantCulture), $"in {column}"),
                new("category_baseline_accuracy", FindingTopic.Categories, "Accuracy to beat", majority, CountText.Share(majority), $"of always answering {categories[0].Key}"),
            ],
            Charts =
            [
                new("class_balance", FindingTopic.Categories, "Rows of each category",
                    [.. categories.Select(group => new ExaminationBar(group.Key, group.Count(), group.Count() < least))]),
            ],
        };
    }

    private static Finding? Single(string column, IGrouping<string, Product>[] categories, int rows) => categories.Length > 1 || rows == 0 ? null : new Finding
    {
        Id = "single_category",
        Topic = FindingTopic.Categories,
        Severity = FindingSeverity.Warning,
        Sentence = $"Every row has the same {column}, {categories[0].Key}: there is nothing to tell apart.",
        Remedy = "Leave the field out of --template, or name the column that holds the categories with --map.",
    };

    private static Finding? Majority(string column, IGrouping<string, Product>[] categories, double majority) => categories.Length == 1 || majority <= MostOfOne ? null : new Finding
    {
        Id = "dominant_category",
        Topic = FindingTopic.Categories,
        Severity = FindingSeverity.Warning,
        Sentence = $"{CountText.Share(majority)} of the rows have the {column} {categories[0].Key}: a model that always says so is right that often.",
        Remedy = "Judge a model by its macro F1 and by each category, not by accuracy alone; add rows of the others if there are any.",
    };

    private static Finding? Small(ExaminedCatalog catalog, IGrouping<string, Product>[] categories, int least)
    {
        var small = categories.Where(group => group.Count() < least).ToArray();
        return small.Length == 0 ? null : new Finding
        {
            Id = "small_categories",
            Topic = FindingTopic.Categories,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Of(small.Length, "category", "categories")} {(small.Length == 1 ? "has" : "have")} fewer than {least} rows: too few to learn from and to measure on.",
            Remedy = "Add rows, merge them into a neighbouring category, or leave them out.",
            Rows = [.. small.SelectMany(group => group.Select(product => ExaminedCatalog.Row(product, catalog.Describe(product), group.Key)))],
        };
    }
}
