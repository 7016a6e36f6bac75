using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Schema;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>The queue in a database.</summary>
internal sealed class SqlJobStore(StoreTransactions transactions, RetryOptions retries, IReadOnlyList<Migration> migrations) : IEnrichmentJobStore
{
    private readonly SchemaUpdate _schema = new(transactions, migrations);
    private readonly RunTable _runs = new(transactions);
    private readonly JobEnqueuing _enqueuing = new(transactions);
    private readonly JobClaims _claims = new(transactions, retries.MaxLostWorkers);
    private readonly JobLeases _leases = new(transactions);
    private readonly JobCompletion _completion = new(transactions);
    private readonly JobFailures _failures = new(transactions, retries);
    private readonly JobReading _reading = new(transactions);

    public Task InitializeAsync(CancellationToken cancellation) => _schema.RunAsync(cancellation);

    public Task<EnrichmentRun> StartRunAsync(EnrichmentRunSettings settings, CancellationToken cancellation) => _runs.StartAsync(settings, cancellation);

    public Task<EnrichmentRun> GetRunAsync(long runId, CancellationToken cancellation) => _runs.GetAsync(runId, cancellation);

    public Task<IReadOnlyList<EnrichmentRun>> GetRunsAsync(CancellationToken cancellation) => _runs.GetAllAsync(cancellation);

    public Task<int> EnqueueAsync(long runId, IReadOnlyCollection<EnrichmentJob> jobs, CancellationToken cancellation) => _enqueuing.EnqueueAsync(runId, jobs, cancellation);

    public Task<IReadOnlyList<LeasedJob>> ClaimAsync(string worker, int count, bool isIdle, TimeSpan lease, CancellationToken cancellation) => _claims.ClaimAsync(worker, count, isIdle, lease, cancellation);

    public Task<IReadOnlySet<long>> RenewAsync(IReadOnlyCollection<LeasedJob> jobs, TimeSpan lease, CancellationToken cancellation) => _leases.RenewAsync(jobs, lease, cancellation);

    public Task<IReadOnlySet<long>> CompleteAsync(string worker, IReadOnlyCollection<CompletedJob> jobs, CancellationToken cancellation) => _completion.CompleteAsync(worker, jobs, cancellation);

    public Task<bool> FailAsync(string worker, LeasedJob job, string error, bool isPermanent, CancellationToken cancellation) => _failures.FailAsync(worker, job, error, isPermanent, cancellation);

    public Task ReleaseAsync(IReadOnlyCollection<LeasedJob> jobs, CancellationToken cancellation) => _leases.ReleaseAsync(jobs, cancellation);

    public Task<int> RequeueAsync(long? runId, CancellationToken cancellation) => _failures.RequeueAsync(runId, cancellation);

    public Task<JobCounts> CountAsync(long? runId, CancellationToken cancellation) => _reading.CountAsync(runId, cancellation);

    public IAsyncEnumerable<JobOutcome> GetOutcomesAsync(string catalog, CancellationToken cancellation) => _reading.GetOutcomesAsync(catalog, cancellation);

    public Task<JobOutcome?> FindOutcomeAsync(string catalog, string sku, CancellationToken cancellation) => _reading.FindOutcomeAsync(catalog, sku, cancellation);
}
