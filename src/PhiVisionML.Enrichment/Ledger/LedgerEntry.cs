namespace PhiVisionML.Enrichment.Ledger;

/// <summary>A line of the ledger, which is only ever added to.</summary>
/// <param name="Id">Its number; later entries have larger ones.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Actor">Who did it: a worker's name, a reviewer's, a command's.</param>
public sealed record LedgerEntry(long Id, DateTimeOffset At, LedgerKind Kind, string Actor)
{
    /// <summary>The run that it belongs to; <c>null</c> if to none.</summary>
    public long? RunId { get; init; }

    /// <summary>The job.</summary>
    public long? JobId { get; init; }

    /// <summary>The catalog.</summary>
    public string? Catalog { get; init; }

    /// <summary>The product.</summary>
    public string? Sku { get; init; }

    /// <summary>The field, for what concerns a value.</summary>
    public string? Field { get; init; }

    /// <summary>The value before; <c>null</c> if there was none.</summary>
    public string? OldValue { get; init; }

    /// <summary>The value after; <c>null</c> if there is none.</summary>
    public string? NewValue { get; init; }

    /// <summary>A remark: the error of a dead job, say.</summary>
    public string? Note { get; init; }
}
