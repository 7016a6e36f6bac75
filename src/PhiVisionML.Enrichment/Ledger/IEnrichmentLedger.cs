using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Enrichment.Ledger;

/// <summary>Everything that was ever decided about values, and the reviewer's side of it. All of it may be called by several threads at once.</summary>
public interface IEnrichmentLedger
{
    /// <summary>The entries, the oldest first.</summary>
    /// <param name="runId">Of this run; <c>null</c> for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    IAsyncEnumerable<LedgerEntry> ReadAsync(long? runId, CancellationToken cancellation = default);

    /// <summary>The values of a catalog's fields that were written last and not taken back, by SKU in ordinal order; fields in which the catalog's own value holds are not among them.</summary>
    IAsyncEnumerable<WrittenValue> GetValuesAsync(string catalog, CancellationToken cancellation = default);

    /// <summary>Products with proposals, the oldest job first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="afterJobId">Only those after this job; 0 for the beginning.</param>
    /// <param name="count">Most products.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<ReviewItem>> GetReviewAsync(ReviewFilter filter, long afterJobId, int count, CancellationToken cancellation = default);

    /// <summary>One product with its proposals; <c>null</c> if there is no such job, or it has no answer.</summary>
    Task<ReviewItem?> GetReviewItemAsync(long jobId, CancellationToken cancellation = default);

    /// <summary>How many proposals of each field stand where, by field name.</summary>
    /// <param name="runId">Of this run; <c>null</c> for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<ReviewCounts>> CountReviewAsync(long? runId, CancellationToken cancellation = default);

    /// <summary>Decides pending proposals, in one transaction; those that are pending no more are left as they are.</summary>
    /// <param name="decisions">What is decided; each proposal once.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The ids of the proposals that were decided by this call.</returns>
    Task<IReadOnlySet<long>> DecideAsync(IReadOnlyCollection<ProposalDecision> decisions, string actor, CancellationToken cancellation = default);

    /// <summary>Takes a decision back: the proposal is pending again, and what it wrote is undone. A value that was written over it since stays; if that is undone, too, the one before both holds again.</summary>
    /// <param name="proposalId">A proposal that is accepted or rejected.</param>
    /// <param name="actor">Who takes it back.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it is pending again; otherwise nothing was changed.</returns>
    Task<bool> ReopenAsync(long proposalId, string actor, CancellationToken cancellation = default);

    /// <summary>Puts back what a run wrote, in one transaction, unless it was changed since.</summary>
    Task<RevertResult> RevertRunAsync(long runId, string actor, CancellationToken cancellation = default);

    /// <summary>What the answers of a run took.</summary>
    /// <param name="runId">The run; <c>null</c> for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<RunCost> GetCostAsync(long? runId, CancellationToken cancellation = default);
}
