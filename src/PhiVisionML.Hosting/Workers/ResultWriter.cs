using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Stores what came of jobs.</summary>
/// <param name="store">The store.</param>
/// <param name="worker">The worker's name.</param>
/// <param name="metrics">Told of stored answers.</param>
/// <param name="pulse">Told how the store is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class ResultWriter(IEnrichmentJobStore store, string worker, EnrichmentMetrics metrics, WorkerPulse pulse, TimeProvider time, ILogger<EnrichmentWorker> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(2), Farewell = TimeSpan.FromSeconds(10);

    private readonly RunPolicies _policies = new(store);

    /// <summary>Stores results; what the worker does not hold any more is passed over.</summary>
    /// <param name="batch">The jobs' batch.</param>
    /// <param name="jobs">Jobs of the batch.</param>
    /// <param name="results">A result for each.</param>
    /// <exception cref="EnrichmentStoreUnavailableException">The store is away, and the worker is being stopped.</exception>
    public async Task WriteAsync(Batch batch, IReadOnlyList<LeasedJob> jobs, IReadOnlyList<EnrichmentResult> results)
    {
        var open = batch.Open.ToHashSet();
        var held = jobs.Zip(results).Where(pair => open.Contains(pair.First)).ToArray();
        var answered = new List<CompletedJob>();
        foreach (var (job, result) in held)
        {
            if (result.Answer is { } answer && await DecideAsync(batch, job, answer).ConfigureAwait(false) is { } completed)
                answered.Add(completed);
        }

        if (answered.Count > 0)
            await CompleteAsync(batch, answered).ConfigureAwait(false);
        foreach (var (job, result) in held.Where(pair => pair.Second.Answer is null))
            await FailAsync(batch, job, result.Error, result.IsPermanent).ConfigureAwait(false);
    }

    /// <summary>Gives back what is open, without counting anything. Where the store does not take it, the leases run out.</summary>
    public async Task GiveBackAsync(Batch batch)
    {
        var open = batch.Open;
        try
        {
            await PersistAsync(batch, async () =>
            {
                await store.ReleaseAsync(open).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            batch.End(JobEnd.Released, open);
        }
        catch (Exception e)
        {
            LogNotTaken(e, open.Count);
        }
    }

    private async Task<CompletedJob?> DecideAsync(Batch batch, LeasedJob job, ProductAnswer answer)
    {
        try
        {
            return await PersistAsync(batch, () => _policies.DecideAsync(job, answer, CancellationToken.None)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not EnrichmentStoreUnavailableException)
        {
            await FailAsync(batch, job, $"Nothing can be decided about the answer by the settings of run {job.RunId}: {e.Message}", isPermanent: true).ConfigureAwait(false);
            return null;
        }
    }

    private async Task CompleteAsync(Batch batch, List<CompletedJob> jobs)
    {
        try
        {
            var stored = await PersistAsync(batch, () => store.CompleteAsync(worker, jobs)).ConfigureAwait(false);
            foreach (var job in jobs)
            {
                batch.End(stored.Contains(job.Job.Id) ? JobEnd.Done : JobEnd.Lost, job.Job);
                if (stored.Contains(job.Job.Id))
                    metrics.Stored(job);
            }
        }
        catch (Exception e) when (e is not EnrichmentStoreUnavailableException && jobs.Count > 1)
        {
            foreach (var job in jobs)   // one of them may be to blame for all
                await CompleteAsync(batch, [job]).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not EnrichmentStoreUnavailableException)
        {
            await FailAsync(batch, jobs[0].Job, $"The answer could not be stored: {e.Message}", isPermanent: false).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(Batch batch, LeasedJob job, string? error, bool isPermanent)
    {
        string sentence = string.IsNullOrWhiteSpace(error) ? "It failed, and nothing was said about why." : error;
        LogFailed(job.Product.Sku, job.Attempt, sentence);
        bool isStored = await PersistAsync(batch, () => store.FailAsync(worker, job, sentence, isPermanent)).ConfigureAwait(false);
        batch.End(isStored ? JobEnd.Failed : JobEnd.Lost, job);
    }

    // An answer is dear, and it may still be stored when the lease has run out, if nobody took the job meanwhile: so a store that is away is tried until it is
    // back. Only a worker that stops, or has lost all of the batch, gives up.
    private async Task<T> PersistAsync<T>(Batch batch, Func<Task<T>> write)
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
            catch (EnrichmentStoreUnavailableException e) when (!batch.Cancellation.IsCancellationRequested || time.GetElapsedTime(start) < Farewell)
            {
                pulse.StoreFailed(e);
                LogStoreFails(e.Message);
                await Task.Delay(patience.Next(), time).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job of '{Sku}' failed at attempt {Attempt}: {Error}")]
    private partial void LogFailed(string sku, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not take a result and is tried again: {Error}")]
    private partial void LogStoreFails(string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not take {Count} jobs back; they are taken again when their leases have run out.")]
    private partial void LogNotTaken(Exception failure, int count);
}
