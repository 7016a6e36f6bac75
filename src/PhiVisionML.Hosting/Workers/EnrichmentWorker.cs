using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>Takes jobs from a store, has them answered in batches, and stores what comes of them. Stopped, it gives back what it holds and charges nobody for it.</summary>
/// <param name="store">Where jobs come from.</param>
/// <param name="enricher">Who answers.</param>
/// <param name="options">How jobs are taken.</param>
/// <param name="metrics">Told what came of them.</param>
/// <param name="pulse">Told how the worker is.</param>
/// <param name="lifetime">Ended when no job is left, if the options say so.</param>
/// <param name="time">The clock of waits; leases go by the store's.</param>
/// <param name="logger">Told of failures.</param>
public sealed partial class EnrichmentWorker(
    IEnrichmentJobStore store, IProductEnricher enricher, IOptions<CatalogEnrichmentOptions> options, EnrichmentMetrics metrics, WorkerPulse pulse,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EnrichmentWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        var held = new HeldBatches();
        var pause = new EnricherPause(time);
        using var end = new CancellationTokenSource();
        var hangs = new HangWatch(held, pulse, settings.BatchTimeout, time, logger);
        var heart = new Heartbeat(store, held, hangs, metrics, pulse, settings.Lease, time, logger).RunAsync(end.Token);
        try
        {
            await OpenStoreAsync(stoppingToken).ConfigureAwait(false);
            await LoadEnricherAsync(pause, stoppingToken).ConfigureAwait(false);
            pulse.BecomeReady();
            LogReady(settings.WorkerName);
            using var loop = new JobLoop(store, enricher, settings, held, pause, metrics, pulse, time, logger);
            await loop.RunAsync(stoppingToken).ConfigureAwait(false);
            if (!stoppingToken.IsCancellationRequested)
                lifetime.StopApplication();   // no job is left
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopped before it was ready
        }
        finally
        {
            pulse.Stop();
            await end.CancelAsync().ConfigureAwait(false);
            await heart.ConfigureAwait(false);
        }
    }

    private async Task OpenStoreAsync(CancellationToken stopping)
    {
        var patience = new Patience(FirstWait, LongestWait);
        while (true)
        {
            try
            {
                await store.InitializeAsync(stopping).ConfigureAwait(false);
                pulse.StoreAnswered();
                return;
            }
            catch (EnrichmentStoreUnavailableException e)
            {
                pulse.StoreFailed(e);
                LogWaiting(e.Message);
                await Task.Delay(patience.Next(), time, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task LoadEnricherAsync(EnricherPause pause, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await enricher.LoadAsync(stopping).ConfigureAwait(false);
                pulse.EnricherAnswered();
                pause.Forget();
                return;
            }
            catch (EnricherUnavailableException e)
            {
                pulse.EnricherFailed(e);
                pause.Begin(e);
                LogWaiting(e.Message);
                await pause.PassAsync(stopping).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker '{Worker}' is ready.")]
    private partial void LogReady(string worker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready yet, tried again: {Error}")]
    private partial void LogWaiting(string error);
}
