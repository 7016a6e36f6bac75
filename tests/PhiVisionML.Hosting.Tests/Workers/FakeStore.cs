using System.Runtime.CompilerServices;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Hosting.Tests.Workers;

/// <summary>A store between which and its callers a test may stand.</summary>
internal sealed class FakeStore(IEnrichmentJobStore store) : IEnrichmentJobStore
{
    /// <summary>Called with the method's name before each call.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the method's name when the store has done a call, before the caller hears of it.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before answers are stored.</summary>
    public Func<IReadOnlyCollection<CompletedJob>, Task> Completing { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before leases are renewed.</summary>
    public Action<IReadOnlyCollection<LeasedJob>> Renewing { get; set; } = _ => { };

    public Task InitializeAsync(CancellationToken cancellation) => DoAsync(async () =>
    {
        await store.InitializeAsync(cancellation);
        return true;
    });

    public Task<EnrichmentRun> StartRunAsync(EnrichmentRunSettings settings, CancellationToken cancellation) => store.StartRunAsync(settings, cancellation);

    public Task<EnrichmentRun> GetRunAsync(long runId, CancellationToken cancellation) => DoAsync(() => store.GetRunAsync(runId, cancellation));

    public Task<IReadOnlyList<EnrichmentRun>> GetRunsAsync(CancellationToken cancellation) => store.GetRunsAsync(cancellation);

    public Task<int> EnqueueAsync(long runId, IReadOnlyCollection<EnrichmentJob> jobs, CancellationToken cancellation) => store.EnqueueAsync(runId, jobs, cancellation);

    public Task<IReadOnlyList<LeasedJob>> ClaimAsync(string worker, int count, bool isIdle, TimeSpan lease, CancellationToken cancellation)
        => DoAsync(() => store.ClaimAsync(worker, count, isIdle, lease, cancellation));

    public Task<IReadOnlySet<long>> RenewAsync(IReadOnlyCollection<LeasedJob> jobs, TimeSpan lease, CancellationToken cancellation) => DoAsync(() =>
    {
        Renewing(jobs);
        return store.RenewAsync(jobs, lease, cancellation);
    });

    public Task<IReadOnlySet<long>> CompleteAsync(string worker, IReadOnlyCollection<CompletedJob> jobs, CancellationToken cancellation)
        => DoAsync(async () =>
        {
            await Completing(jobs);
            return await store.CompleteAsync(worker, jobs, cancellation);
        });

    public Task<bool> FailAsync(string worker, LeasedJob job, string error, bool isPermanent, CancellationToken cancellation)
        => DoAsync(() => store.FailAsync(worker, job, error, isPermanent, cancellation));

    public Task ReleaseAsync(IReadOnlyCollection<LeasedJob> jobs, CancellationToken cancellation) => DoAsync(async () =>
    {
        await store.ReleaseAsync(jobs, cancellation);
        return true;
    });

    public Task<int> RequeueAsync(long? runId, CancellationToken cancellation) => store.RequeueAsync(runId, cancellation);

    public Task<JobCounts> CountAsync(long? runId, CancellationToken cancellation) => DoAsync(() => store.CountAsync(runId, cancellation));

    public Task<JobOutcome?> FindOutcomeAsync(string catalog, string sku, CancellationToken cancellation) => store.FindOutcomeAsync(catalog, sku, cancellation);

    public IAsyncEnumerable<JobOutcome> GetOutcomesAsync(string catalog, CancellationToken cancellation) => store.GetOutcomesAsync(catalog, cancellation);

    private async Task<T> DoAsync<T>(Func<Task<T>> call, [CallerMemberName] string name = "")
    {
        await Before(name);
        var result = await call();
        await After(name);
        return result;
    }
}
