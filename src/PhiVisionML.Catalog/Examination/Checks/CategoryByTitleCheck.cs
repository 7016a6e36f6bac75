using System.Globalization;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Rows whose title speaks of another category than the row's, where titles tell the category well otherwise.</summary>
internal sealed class CategoryByTitleCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (catalog.Title is not { } title || catalog.Category is not { } category) return CheckResult.Nothing;
        var labelled = catalog.Products.Where(product => ExaminedCatalog.Cell(product, title) is not null && ExaminedCatalog.Cell(product, category) is not null).ToArray();
        var classifier = new TitleClassifier([.. labelled.Select(product => (ExaminedCatalog.Cell(product, title)!, ExaminedCatalog.Cell(product, category)!))], cancellation);
        var doubtful = classifier.Doubtful();
        return doubtful.Count == 0 ? CheckResult.Nothing : CheckResult.Of(new Finding
        {
            Id = "category_against_title",
            Topic = FindingTopic.Categories,
            Severity = FindingSeverity.Warning,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"{CountText.Rows(doubtful.Count, "has", "have")} a title whose words belong to another category; in {CountText.Share(classifier.Accuracy)} of all rows title and category agree."),
            Remedy = "Look at title, category and picture of each: one of the three is probably wrong.",
            Rows = [.. doubtful.Select(found => ExaminedCatalog.Row(labelled[found.Row], $"{ExaminedCatalog.Cell(labelled[found.Row], title)}{ExaminedCatalog.Separator}in {ExaminedCatalog.Cell(labelled[found.Row], category)}, like {found.Category} by its words"))],
        });
    }
}
