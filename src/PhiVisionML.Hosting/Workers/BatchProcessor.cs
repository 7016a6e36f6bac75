using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Answers the jobs of a batch and stores what came of them.</summary>
/// <param name="store">The store.</param>
/// <param name="enricher">Who answers.</param>
/// <param name="metrics">Told what came of jobs.</param>
/// <param name="pulse">Told how store and enricher are.</param>
/// <param name="options">The worker's.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class BatchProcessor(
    IEnrichmentJobStore store, IProductEnricher enricher, EnrichmentMetrics metrics, WorkerPulse pulse, CatalogEnrichmentOptions options, TimeProvider time, ILogger<EnrichmentWorker> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(5);

    private readonly RunPolicies _policies = new(store);

    /// <summary>Works; whatever happens, each job ends, fails, or is given back.</summary>
    /// <param name="batch">The jobs.</param>
    /// <exception cref="EnricherUnavailableException">Nobody answers now; the jobs were given back.</exception>
    public async Task RunAsync(Batch batch)
    {
        using var activity = metrics.StartBatch(options.WorkerName, batch.Jobs);
        long start = time.GetTimestamp();
        try
        {
            await StoreAsync(batch.Jobs, await AnswerAsync(batch).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (batch.Cancellation.IsCancellationRequested)
        {
            await GiveBackAsync(batch).ConfigureAwait(false);
        }
        catch (EnricherUnavailableException)
        {
            await GiveBackAsync(batch).ConfigureAwait(false);
            throw;
        }
        catch (Exception e)
        {
            LogStoreAway(e, batch.Jobs.Count);   // their leases run out, and somebody takes them again
            metrics.Ended("lost", batch.Jobs.Count);
        }
        finally
        {
            metrics.BatchEnded(time.GetElapsedTime(start));
        }
    }

    /// <summary>Gives jobs back without counting anything.</summary>
    public async Task GiveBackAsync(Batch batch)
    {
        if (batch.IsLost)
        {
            metrics.Ended("lost", batch.Jobs.Count);
            return;
        }

        try
        {
            await PersistAsync(async () =>
            {
                await store.ReleaseAsync(batch.Jobs).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            metrics.Ended("released", batch.Jobs.Count);
        }
        catch (Exception e)
        {
            LogStoreAway(e, batch.Jobs.Count);
            metrics.Ended("lost", batch.Jobs.Count);
        }
    }

    private async Task<IReadOnlyList<EnrichmentResult>> AnswerAsync(Batch batch)
    {
        try
        {
            var results = await enricher.EnrichAsync([.. batch.Jobs.Select(job => job.Product)], batch.Cancellation).ConfigureAwait(false);
            pulse.EnricherAnswered();
            return results;
        }
        catch (Exception e) when (e is not EnricherUnavailableException && !batch.Cancellation.IsCancellationRequested)
        {
            if (batch.Jobs.Count == 1)
                return [EnrichmentResult.Failed(e.Message, isPermanent: false)];
            LogAlone(e, batch.Jobs.Count);   // one of them may be to blame for all
        }

        var alone = new List<EnrichmentResult>();
        foreach (var job in batch.Jobs)
        {
            try
            {
                alone.AddRange(await enricher.EnrichAsync([job.Product], batch.Cancellation).ConfigureAwait(false));
            }
            catch (Exception e) when (e is not EnricherUnavailableException && !batch.Cancellation.IsCancellationRequested)
            {
                alone.Add(EnrichmentResult.Failed(e.Message, isPermanent: false));
            }
        }

        return alone;
    }

    private async Task StoreAsync(IReadOnlyList<LeasedJob> jobs, IReadOnlyList<EnrichmentResult> results)
    {
        if (results.Count != jobs.Count)
            throw new InvalidOperationException($"The enricher gave {results.Count} results for {jobs.Count} products.");
        var pairs = jobs.Zip(results).ToArray();
        var answered = await PersistAsync(() => Task.WhenAll(pairs.Where(pair => pair.Second.Answer is not null)
            .Select(pair => _policies.DecideAsync(pair.First, pair.Second.Answer!, CancellationToken.None)))).ConfigureAwait(false);
        if (answered.Length > 0)
        {
            var stored = await PersistAsync(() => store.CompleteAsync(options.WorkerName, answered)).ConfigureAwait(false);
            foreach (var job in answered.Where(job => stored.Contains(job.Job.Id)))
                metrics.Stored(job);
            metrics.Ended("done", stored.Count);
            metrics.Ended("lost", answered.Length - stored.Count);
        }

        foreach (var (job, result) in pairs.Where(pair => pair.Second.Answer is null))
        {
            LogFailed(job.Product.Sku, job.Attempt, result.Error!);
            bool isStored = await PersistAsync(() => store.FailAsync(options.WorkerName, job, result.Error!, result.IsPermanent)).ConfigureAwait(false);
            metrics.Ended(isStored ? "failed" : "lost", 1);
        }
    }

    // An answer is dear: a store that is away is tried again for as long as the lease may hold.
    private async Task<T> PersistAsync<T>(Func<Task<T>> write)
    {
        var patience = new Patience(FirstWait, LongestWait);
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                var result = await write().ConfigureAwait(false);
                pulse.StoreAnswered();
                return result;
            }
            catch (Exception e) when (time.GetElapsedTime(start) < options.Lease)
            {
                pulse.StoreFailed(e);
                LogStoreFails(e.Message);
                await Task.Delay(patience.Next(), time).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job of '{Sku}' failed at attempt {Attempt}: {Error}")]
    private partial void LogFailed(string sku, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} failed; its products are tried one by one.")]
    private partial void LogAlone(Exception failure, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not take a result and is tried again: {Error}")]
    private partial void LogStoreFails(string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store took no result of {Count} jobs; they are taken again when their leases have run out.")]
    private partial void LogStoreAway(Exception failure, int count);
}
