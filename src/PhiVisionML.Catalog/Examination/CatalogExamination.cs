using PhiVisionML.Catalog.Examination.Checks;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.Catalog.Examination;

/// <summary>Looks for what keeps a catalog from being learned well.</summary>
public static class CatalogExamination
{
    /// <summary>The checks that need nothing but the catalog, in the order in which they run.</summary>
    public static IReadOnlyList<ICatalogCheck> Checks { get; } =
    [
        new RejectedRowsCheck(),
        new EmptyFieldsCheck(),
        new DuplicateRowsCheck(),
        new PictureFilesCheck(),
        new DuplicatePicturesCheck(),
        new CategoriesCheck(),
        new CategorySpellingCheck(),
        new CategoryByTitleCheck(),
        new PricesCheck(),
        new FamiliesCheck(),
        new TitlesCheck(),
        new SuspiciousTextCheck(),
        new AnswersCheck(),
        new SplitCheck(),
    ];

    /// <summary>Examines a catalog.</summary>
    /// <param name="table">The rows, read without asking for pictures or filled fields.</param>
    /// <param name="rejected">The rows that training would not get from the reader, and why.</param>
    /// <param name="pictures">The facts of each picture file, by its full path.</param>
    /// <param name="options">What is taken for granted.</param>
    /// <param name="further">Checks beside <see cref="Checks"/>, such as those that need a model's tokenizer.</param>
    /// <param name="cancellation">Looked at between and within checks.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExaminationResult Run(
        ProductTable table,
        IReadOnlyList<RejectedRow> rejected,
        IReadOnlyDictionary<string, PictureFacts> pictures,
        ExaminationOptions options,
        IReadOnlyList<ICatalogCheck>? further = null,
        CancellationToken cancellation = default)
    {
        var catalog = new ExaminedCatalog(table, rejected, pictures, options);
        var results = new List<CheckResult>();
        foreach (var check in Checks.Concat(further ?? []))
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(check.Examine(catalog, cancellation));
        }

        var findings = results.SelectMany(result => result.Findings).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Topic).ThenByDescending(finding => finding.RowCount).ToArray();
        var excluded = findings.Where(finding => finding.ExcludesRows).SelectMany(finding => finding.Rows).Select(row => row.RowNumber).Distinct().Count();
        return new ExaminationResult
        {
            Rows = catalog.RowCount,
            UsableRows = catalog.RowCount - excluded,
            Findings = findings,
            Figures = [.. results.SelectMany(result => result.Figures).OrderBy(figure => figure.Topic)],
            Charts = [.. results.SelectMany(result => result.Charts).OrderBy(chart => chart.Topic)],
        };
    }
}
