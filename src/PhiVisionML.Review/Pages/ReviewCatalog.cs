using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Pages;

/// <summary>What the pages read. Counts, which take long over many proposals, are kept for a few seconds, and asked for once at a time.</summary>
/// <param name="ledger">Proposals and decisions.</param>
/// <param name="store">Runs.</param>
/// <param name="options">How old counts may be.</param>
/// <param name="time">The clock.</param>
internal sealed class ReviewCatalog(IEnrichmentLedger ledger, IEnrichmentJobStore store, EnrichmentReviewOptions options, TimeProvider time)
{
    private const int MostKept = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Counted> _counts = [];   // 0: all runs

    public IEnrichmentLedger Ledger => ledger;

    /// <summary>All runs, the newest first.</summary>
    public Task<IReadOnlyList<EnrichmentRun>> GetRunsAsync(CancellationToken cancellation) => store.GetRunsAsync(cancellation);

    /// <summary>A run.</summary>
    public Task<EnrichmentRun> GetRunAsync(long runId, CancellationToken cancellation) => store.GetRunAsync(runId, cancellation);

    /// <summary>A product with its proposals.</summary>
    /// <exception cref="ApiException">There is none (404).</exception>
    public async Task<ReviewItem> GetItemAsync(long jobId, CancellationToken cancellation)
        => await ledger.GetReviewItemAsync(jobId, cancellation).ConfigureAwait(false) ?? throw new ApiException(404, $"There is no product of job {jobId}, or it has no answer.");

    /// <summary>The first product after a job that fits; null if none does.</summary>
    public async Task<ReviewItem?> FindNextAsync(ReviewFilter filter, long afterJobId, CancellationToken cancellation)
        => await ledger.GetReviewAsync(filter, afterJobId, 1, cancellation).ConfigureAwait(false) is [var next, ..] ? next : null;

    /// <summary>How many proposals of each field stand where, some seconds ago.</summary>
    public Task<IReadOnlyList<ReviewCounts>> CountAsync(long? runId, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var counted = _counts.GetValueOrDefault(runId ?? 0);
            if (counted is null || counted.Result.IsFaulted || counted.Result.IsCompleted && time.GetElapsedTime(counted.At) > options.CountAge)
            {
                if (_counts.Count >= MostKept)
                    _counts.Clear();
                // Others wait for it, too; what a store does before it first waits is done outside the lock.
                _counts[runId ?? 0] = counted = new Counted(time.GetTimestamp(), Task.Run(() => ledger.CountReviewAsync(runId, CancellationToken.None), CancellationToken.None));
            }

            return counted.Result.WaitAsync(cancellation);
        }
    }

    private sealed record Counted(long At, Task<IReadOnlyList<ReviewCounts>> Result);
}
