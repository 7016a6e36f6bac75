using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Has the jobs of a batch answered.</summary>
/// <param name="enricher">Who answers.</param>
/// <param name="results">Stores what came of them.</param>
/// <param name="failures">Told what came of products.</param>
/// <param name="worker">The worker's name.</param>
/// <param name="metrics">Told what came of jobs.</param>
/// <param name="pulse">Told how the enricher is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class BatchProcessor(
    IProductEnricher enricher, ResultWriter results, FailureStreak failures, string worker, EnrichmentMetrics metrics, WorkerPulse pulse,
    TimeProvider time, ILogger<EnrichmentWorker> logger)
{
    /// <summary>Works; whatever happens, each job ends, fails, or is given back.</summary>
    /// <param name="batch">The jobs.</param>
    /// <exception cref="EnricherUnavailableException">Nobody answers now; the jobs were given back.</exception>
    public async Task RunAsync(Batch batch)
    {
        using var activity = metrics.StartBatch(worker, batch.Jobs);
        long start = time.GetTimestamp();
        try
        {
            await WorkAsync(batch).ConfigureAwait(false);
        }
        catch (EnricherUnavailableException)
        {
            await results.GiveBackAsync(batch).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is not EnrichmentStoreUnavailableException && batch.Cancellation.IsCancellationRequested)
        {
            await results.GiveBackAsync(batch).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotStored(e, batch.Open.Count);
        }
        finally
        {
            metrics.BatchEnded(activity, batch, time.GetElapsedTime(start));
        }
    }

    private async Task WorkAsync(Batch batch)
    {
        if (await AskAsync(batch, batch.Jobs).ConfigureAwait(false) is { } together)
        {
            await EndAsync(batch, batch.Jobs, together).ConfigureAwait(false);
            return;
        }

        foreach (var job in batch.Open)   // each result is stored before the next one is asked for, which may end all
        {
            batch.Cancellation.ThrowIfCancellationRequested();
            await EndAsync(batch, [job], (await AskAsync(batch, [job]).ConfigureAwait(false))!).ConfigureAwait(false);
        }
    }

    // What there is is stored before the enricher is found to be broken, which ends all.
    private async Task EndAsync(Batch batch, IReadOnlyList<LeasedJob> jobs, IReadOnlyList<EnrichmentResult> ends)
    {
        await results.WriteAsync(batch, jobs, ends).ConfigureAwait(false);
        failures.Add(jobs, ends);
        if (!failures.IsBroken)
            pulse.EnricherAnswered();
    }

    /// <returns>A result for each job; null if several failed together, as one of them may be to blame for all.</returns>
    private async Task<IReadOnlyList<EnrichmentResult>?> AskAsync(Batch batch, IReadOnlyList<LeasedJob> jobs)
    {
        batch.BeginCall(time.GetTimestamp());
        try
        {
            var answers = await enricher.EnrichAsync([.. jobs.Select(job => job.Product)], batch.Cancellation).ConfigureAwait(false);
            return answers.Count == jobs.Count ? answers
                : throw new InvalidOperationException($"The enricher gave {answers.Count} results for {jobs.Count} products; it has to give one for each.");
        }
        catch (Exception e) when (e is not EnricherUnavailableException && !batch.Cancellation.IsCancellationRequested)
        {
            if (jobs.Count == 1)
                return [EnrichmentResult.Failed(e.Message, isPermanent: false)];
            LogAlone(e, jobs.Count);
            return null;
        }
        finally
        {
            batch.EndCall();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} failed; its products are tried one by one.")]
    private partial void LogAlone(Exception failure, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store took no result of {Count} jobs; they are taken again when their leases have run out.")]
    private partial void LogNotStored(Exception failure, int count);
}
