using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores.Connections;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>The ledger in a database.</summary>
internal sealed class SqlLedger(StoreTransactions transactions) : IEnrichmentLedger
{
    private readonly LedgerReading _ledger = new(transactions);
    private readonly ReviewReading _review = new(transactions);
    private readonly ReviewDecisions _decisions = new(transactions);
    private readonly RunReversal _reversal = new(transactions);

    public IAsyncEnumerable<LedgerEntry> ReadAsync(long? runId, CancellationToken cancellation) => _ledger.ReadAsync(runId, cancellation);

    public IAsyncEnumerable<WrittenValue> GetValuesAsync(string catalog, CancellationToken cancellation) => _ledger.GetValuesAsync(catalog, cancellation);

    public Task<IReadOnlyList<ReviewItem>> GetReviewAsync(ReviewFilter filter, long afterJobId, int count, CancellationToken cancellation) => _review.GetAsync(filter, afterJobId, count, cancellation);

    public Task<ReviewItem?> GetReviewItemAsync(long jobId, CancellationToken cancellation) => _review.GetItemAsync(jobId, cancellation);

    public Task<IReadOnlyList<ReviewCounts>> CountReviewAsync(long? runId, CancellationToken cancellation) => _review.CountAsync(runId, cancellation);

    public Task<IReadOnlySet<long>> DecideAsync(IReadOnlyCollection<ProposalDecision> decisions, string actor, CancellationToken cancellation) => _decisions.DecideAsync(decisions, actor, cancellation);

    public Task<bool> ReopenAsync(long proposalId, string actor, CancellationToken cancellation) => _decisions.ReopenAsync(proposalId, actor, cancellation);

    public Task<RevertResult> RevertRunAsync(long runId, string actor, CancellationToken cancellation) => _reversal.RevertAsync(runId, actor, cancellation);

    public Task<RunCost> GetCostAsync(long? runId, CancellationToken cancellation) => _ledger.GetCostAsync(runId, cancellation);
}
