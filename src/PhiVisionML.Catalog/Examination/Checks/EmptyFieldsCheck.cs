namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Empty cells: of the fields to learn, and gaps in columns that are filled otherwise.</summary>
internal sealed class EmptyFieldsCheck : ICatalogCheck
{
    private const double MostGaps = 0.5;   // a column with more is one that few rows are meant to have

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var learned = catalog.Options.Template.Fields.Select(field => field.Name).ToArray();
        return CheckResult.Of([.. learned.Select(column => Learned(catalog, column)), Others(catalog, learned)]);
    }

    private static Finding? Learned(ExaminedCatalog catalog, string column)
    {
        var empty = Empty(catalog, column);
        return empty.Length == 0 ? null : new Finding
        {
            Id = "empty_field",
            Topic = FindingTopic.Table,
            Severity = FindingSeverity.Error,
            Sentence = $"{CountText.Rows(empty.Length, "has", "have")} no {column}, a field of the answer to learn.",
            Remedy = $"Fill {column} in, by hand or with a model trained on the other rows, or train without it through --template.",
            Command = "phivision score --model MODEL.zip --data CATALOG --out filled.csv",
            ExcludesRows = true,
            Rows = [.. empty.Select(product => ExaminedCatalog.Row(product, catalog.Describe(product)))],
        };
    }

    private static Finding? Others(ExaminedCatalog catalog, string[] learned)
    {
        var gaps = catalog.Columns.Except(learned, StringComparer.OrdinalIgnoreCase)
            .Select(column => (Column: column, Rows: Empty(catalog, column)))
            .Where(gap => gap.Rows.Length > 0 && gap.Rows.Length < MostGaps * catalog.Products.Count).ToArray();
        return gaps.Length == 0 ? null : new Finding
        {
            Id = "gaps_in_other_columns",
            Topic = FindingTopic.Table,
            Severity = FindingSeverity.Note,
            Sentence = $"{CountText.Of(gaps.Length, "column")} beside the answer {(gaps.Length == 1 ? "has" : "have")} gaps: {string.Join(", ", gaps.Select(gap => $"{gap.Column} ({gap.Rows.Length})"))}.",
            Remedy = "Nothing, unless a prompt or a split uses the column.",
            Rows = [.. gaps.SelectMany(gap => gap.Rows.Select(product => ExaminedCatalog.Row(product, group: gap.Column)))],
        };
    }

    private static Product[] Empty(ExaminedCatalog catalog, string column) => [.. catalog.Products.Where(product => ExaminedCatalog.Cell(product, column) is null)];
}
