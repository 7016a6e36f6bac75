using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Export;

/// <summary>A row of the source with what the ledger says about it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Sku">Its product; <c>null</c> if it gives none.</param>
/// <param name="Written">The ledger's value of each field of the template, <c>null</c> where there is none.</param>
/// <param name="Outcome">How its job stands; <c>null</c> if it has none.</param>
/// <param name="Fault">Why the row gives no product; <c>null</c> if it gives one.</param>
/// <param name="IsComplete">Whether the source has a value in each field of the template.</param>
internal sealed record ExportedRow(CatalogRow Row, string? Sku, IReadOnlyDictionary<string, WrittenValue> Written, JobOutcome? Outcome, string? Fault, bool IsComplete)
{
    public string? Error => Fault ?? Outcome?.Error;

    /// <summary>A word for the row's state.</summary>
    public string State => Fault is not null ? "rejected"
        : Outcome is null ? Sku is null ? "" : IsComplete ? "complete" : "not queued"
        : Outcome.State switch
        {
            JobState.Dead => "failed",
            JobState.Done => Outcome.PendingFields > 0 ? "review" : "done",
            _ => "queued",
        };

    /// <summary>The cell as it is now.</summary>
    public string? Value(string column) => Written.TryGetValue(column, out var value) ? value.Value : Row.Fields.GetValueOrDefault(column);
}
