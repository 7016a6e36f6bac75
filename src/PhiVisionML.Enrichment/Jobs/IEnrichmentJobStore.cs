using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Enrichment.Jobs;

/// <summary>The queue of jobs, which any number of workers may share. All of it may be called by several threads at once.</summary>
/// <remarks>
/// Times are the database's, never a worker's. A job that a worker holds is leased; a lease that runs out means that the worker was lost,
/// and the job, now a suspect, is claimed again to run alone. Whatever a worker writes about a job is written only while it holds the lease.
/// While the store is away, all calls throw <see cref="EnrichmentStoreUnavailableException"/>: a worker then keeps its answers and tries again. Any other error is about the call.
/// </remarks>
public interface IEnrichmentJobStore
{
    /// <summary>Makes the tables, or brings older ones up to date. Several processes may call it at once.</summary>
    /// <exception cref="InvalidDataException">The tables were made by a newer release.</exception>
    Task InitializeAsync(CancellationToken cancellation = default);

    /// <summary>Begins a run.</summary>
    Task<EnrichmentRun> StartRunAsync(EnrichmentRunSettings settings, CancellationToken cancellation = default);

    /// <summary>A run.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that number.</exception>
    Task<EnrichmentRun> GetRunAsync(long runId, CancellationToken cancellation = default);

    /// <summary>All runs, the newest first.</summary>
    Task<IReadOnlyList<EnrichmentRun>> GetRunsAsync(CancellationToken cancellation = default);

    /// <summary>Queues jobs, all or none of them; those that are there already are passed over.</summary>
    /// <returns>How many are new.</returns>
    Task<int> EnqueueAsync(long runId, IReadOnlyCollection<EnrichmentJob> jobs, CancellationToken cancellation = default);

    /// <summary>Takes jobs that are due, those of the highest priority first.</summary>
    /// <param name="worker">Who takes them.</param>
    /// <param name="count">Most jobs.</param>
    /// <param name="isIdle">Whether the worker holds no job. Only such a worker gets a suspect, and then that one alone; others get nothing while a suspect is due.</param>
    /// <param name="lease">How long they are its own without <see cref="RenewAsync"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<LeasedJob>> ClaimAsync(string worker, int count, bool isIdle, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>Keeps leases from running out.</summary>
    /// <returns>The ids of the jobs that are still held; the others are somebody else's now and must be dropped.</returns>
    Task<IReadOnlySet<long>> RenewAsync(IReadOnlyCollection<LeasedJob> jobs, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>
    /// Ends jobs with their answers: in one transaction, job, answer, proposals and ledger. A proposal that would be accepted waits for review
    /// instead if the value it starts from is no longer the newest.
    /// </summary>
    /// <returns>The ids of the jobs that were still held; nothing was written for the others.</returns>
    Task<IReadOnlySet<long>> CompleteAsync(string worker, IReadOnlyCollection<CompletedJob> jobs, CancellationToken cancellation = default);

    /// <summary>Counts a failure: the job waits for its next try, or is dead.</summary>
    /// <param name="worker">Who failed.</param>
    /// <param name="job">The job.</param>
    /// <param name="error">A sentence for the catalog's owner.</param>
    /// <param name="isPermanent">Whether another try would fail, too.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether the job was still held.</returns>
    Task<bool> FailAsync(string worker, LeasedJob job, string error, bool isPermanent, CancellationToken cancellation = default);

    /// <summary>Gives jobs back without counting anything, for a worker that stops.</summary>
    Task ReleaseAsync(IReadOnlyCollection<LeasedJob> jobs, CancellationToken cancellation = default);

    /// <summary>Lets dead jobs run again, their failures forgotten.</summary>
    /// <param name="runId">Of this run; <c>null</c> for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many.</returns>
    Task<int> RequeueAsync(long? runId, CancellationToken cancellation = default);

    /// <summary>How many jobs stand where.</summary>
    /// <param name="runId">Of this run; <c>null</c> for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<JobCounts> CountAsync(long? runId, CancellationToken cancellation = default);

    /// <summary>How the newest job of each product of a catalog stands, by SKU in ordinal order.</summary>
    IAsyncEnumerable<JobOutcome> GetOutcomesAsync(string catalog, CancellationToken cancellation = default);

    /// <summary>How the newest job of one product stands; <c>null</c> if it has none.</summary>
    Task<JobOutcome?> FindOutcomeAsync(string catalog, string sku, CancellationToken cancellation = default);
}
