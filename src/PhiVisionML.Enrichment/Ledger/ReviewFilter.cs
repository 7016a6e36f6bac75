using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Enrichment.Ledger;

/// <summary>Which products a reviewer wants to see: those with at least one proposal that fits all of it.</summary>
public sealed record ReviewFilter
{
    /// <summary>Of this run.</summary>
    public long? RunId { get; init; }

    /// <summary>Of this catalog.</summary>
    public string? Catalog { get; init; }

    /// <summary>For this field.</summary>
    public string? Field { get; init; }

    /// <summary>Proposals that stand so. Default pending; <c>null</c> for all.</summary>
    public ProposalState? State { get; init; } = ProposalState.Pending;

    /// <summary>At least so sure; proposals without a confidence do not fit.</summary>
    public double? MinConfidence { get; init; }

    /// <summary>At most so sure; proposals without a confidence do not fit.</summary>
    public double? MaxConfidence { get; init; }

    /// <summary>Of this product. Quick together with <see cref="Catalog"/>.</summary>
    public string? Sku { get; init; }

    /// <summary>The SKU begins so, whatever the letter case.</summary>
    public string? SkuPrefix { get; init; }
}
