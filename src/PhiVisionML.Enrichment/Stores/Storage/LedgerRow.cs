using System.Text.Json.Serialization;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores.Values;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>An entry of the ledger before it has number and time.</summary>
internal sealed record LedgerRow(LedgerKind Kind, string Actor)
{
    public long? RunId { get; init; }

    public long? JobId { get; init; }

    public string? Catalog { get; init; }

    public string? Sku { get; init; }

    public string? Field { get; init; }

    public string? OldValue { get; init; }

    public string? NewValue { get; init; }

    public string? Note { get; init; }

    /// <summary>The proposal that was decided, or is taken back.</summary>
    public long? ProposalId { get; init; }

    /// <summary>How sure the model was of <see cref="NewValue"/>.</summary>
    public double? Confidence { get; init; }

    /// <summary>What it does to the value of its field; <c>null</c> if it leaves that as it is.</summary>
    [JsonIgnore]
    public ValueChange? Change => Kind is LedgerKind.Accepted or LedgerKind.Reverted
        ? new(ProposalId ?? 0, JobId ?? 0, RunId ?? 0, Kind, OldValue, NewValue) { Actor = Actor, Confidence = Confidence }
        : null;
}
