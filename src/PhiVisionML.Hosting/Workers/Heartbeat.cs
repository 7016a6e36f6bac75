using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Keeps the leases of a worker's jobs, but for those of batches that hang, and counts the queue for whoever watches it.</summary>
/// <param name="store">The store.</param>
/// <param name="held">What the worker holds.</param>
/// <param name="hangs">Finds batches that hang.</param>
/// <param name="metrics">Told how long the queue is.</param>
/// <param name="pulse">Told of every beat, and how the store is.</param>
/// <param name="lease">How long a lease is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class Heartbeat(
    IEnrichmentJobStore store, HeldBatches held, HangWatch hangs, EnrichmentMetrics metrics, WorkerPulse pulse, TimeSpan lease, TimeProvider time, ILogger<EnrichmentWorker> logger)
{
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(15);

    /// <summary>Beats until it is cancelled; whatever the store does, it goes on.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        var beat = lease / 3 < CountInterval ? lease / 3 : CountInterval;
        long renewed = time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(beat, time, end).ConfigureAwait(false);
                pulse.Beat();
                if (!pulse.IsReady)
                    continue;
                hangs.Look();
                if (time.GetElapsedTime(renewed) + beat / 2 >= lease / 3 && await TryAsync(RenewAsync, end).ConfigureAwait(false))
                    renewed = time.GetTimestamp();
                await TryAsync(CountAsync, end).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // the worker has ended
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        if (held.Jobs is { Count: > 0 } jobs)
            held.Drop(jobs, await store.RenewAsync(jobs, lease, cancellation).ConfigureAwait(false));
    }

    private async Task CountAsync(CancellationToken cancellation) => metrics.Counted(await store.CountAsync(runId: null, cancellation).ConfigureAwait(false));

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken end)
    {
        try
        {
            await work(end).ConfigureAwait(false);
            pulse.StoreAnswered();
            return true;
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            pulse.StoreFailed(e);
            LogFails(e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leases could not be renewed, or the queue not be counted: {Error}")]
    private partial void LogFails(string error);
}
