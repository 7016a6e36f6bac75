using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Stores.Values;

/// <summary>An entry of the ledger that changed the value of a field: a value was written, or taken back.</summary>
internal sealed record ValueChange(long ProposalId, long JobId, long RunId, LedgerKind Kind, string? OldValue, string? NewValue)
{
    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>How sure the model was of <see cref="NewValue"/>.</summary>
    public double? Confidence { get; init; }
}
