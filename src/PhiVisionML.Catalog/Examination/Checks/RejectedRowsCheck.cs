using System.Text.RegularExpressions;
using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Rows that the reader gives no product for, by reason.</summary>
internal sealed partial class RejectedRowsCheck : ICatalogCheck
{
    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (catalog.Rejected.Count == 0) return CheckResult.Nothing;
        var rows = catalog.Rejected.GroupBy(Kind).OrderByDescending(group => group.Count())
            .SelectMany(group => group.Select(row => new FindingRow(row.RowNumber, row.ProductCode, row.Reason, group.Key))).ToArray();
        return CheckResult.Of(new Finding
        {
            Id = "rejected_rows",
            Topic = FindingTopic.Table,
            Severity = FindingSeverity.Error,
            Sentence = $"{CountText.Rows(rows.Length, "gives", "give")} no product: the row itself or its picture's path is at fault.",
            Remedy = "Correct the rows, or give the folder that the pictures are in with --images; train, score and evaluate leave such rows out and say so.",
            ExcludesRows = true,
            Rows = rows,
        });
    }

    /// <summary>The reason without what differs from row to row: names in quotes.</summary>
    private static string Kind(RejectedRow row) => Quoted().Replace(row.Reason, "…");

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
