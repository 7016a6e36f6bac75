using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>
/// Takes jobs from a store, has them answered in batches, and stores what comes of them. It claims one batch more than are answered at once, so that nobody
/// waits for the store, and no more: what it cannot do soon is left to other workers. Stopped, it gives back what it holds and charges nobody for it.
/// </summary>
public sealed partial class EnrichmentWorker : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1), CountInterval = TimeSpan.FromSeconds(15);

    private readonly IEnrichmentJobStore _store;
    private readonly IProductEnricher _enricher;
    private readonly CatalogEnrichmentOptions _options;
    private readonly EnrichmentMetrics _metrics;
    private readonly WorkerPulse _pulse;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<EnrichmentWorker> _logger;
    private readonly BatchProcessor _processor;
    private readonly HeldJobs _held = new();
    private readonly Patience _pauses = new(FirstPause, LongestPause);
    private SemaphoreSlim _claims = new(1), _answers = new(1);
    private long _pausedUntil;

    /// <param name="store">Where jobs come from.</param>
    /// <param name="enricher">Who answers.</param>
    /// <param name="options">How jobs are taken.</param>
    /// <param name="metrics">Told what came of them.</param>
    /// <param name="pulse">Told how the worker is.</param>
    /// <param name="lifetime">Ended when no job is left, if the options say so.</param>
    /// <param name="time">The clock of waits; leases go by the store's.</param>
    /// <param name="logger">Told of failures.</param>
    public EnrichmentWorker(
        IEnrichmentJobStore store, IProductEnricher enricher, IOptions<CatalogEnrichmentOptions> options, EnrichmentMetrics metrics, WorkerPulse pulse,
        IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EnrichmentWorker> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(enricher);
        (_store, _enricher, _options, _metrics, _pulse, _lifetime, _time, _logger) = (store, enricher, options.Value, metrics, pulse, lifetime, time, logger);
        _processor = new BatchProcessor(store, enricher, metrics, pulse, _options, time, logger);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _claims.Dispose();
        _answers.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        using var work = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        var heart = HeartAsync(end.Token);
        try
        {
            await BecomeReadyAsync(stoppingToken).ConfigureAwait(false);
            while (true)
                await RoundAsync(running, work.Token, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            work.CancelAfter(_options.DrainTime);
            await Task.WhenAll(running).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await heart.ConfigureAwait(false);
        }
    }

    private async Task BecomeReadyAsync(CancellationToken stopping)
    {
        var patience = new Patience(FirstPause, LongestPause);
        await RetryAsync(_store.InitializeAsync, e => e is not InvalidDataException, _pulse.StoreFailed).ConfigureAwait(false);
        _pulse.StoreAnswered();
        await RetryAsync(_enricher.LoadAsync, e => e is EnricherUnavailableException, _pulse.EnricherFailed).ConfigureAwait(false);
        _pulse.EnricherAnswered();
        (_claims, _answers) = (new(_enricher.MaxConcurrency + 1), new(_enricher.MaxConcurrency));   // known now
        _pulse.BecomeReady();
        LogReady(_options.WorkerName);

        async Task RetryAsync(Func<CancellationToken, Task> work, Func<Exception, bool> mayPass, Action<Exception> tell)
        {
            while (true)
            {
                try
                {
                    await work(stopping).ConfigureAwait(false);
                    return;
                }
                catch (Exception e) when (e is not OperationCanceledException && mayPass(e))
                {
                    tell(e);
                    LogWaiting(e.Message);
                    await Task.Delay(patience.Next(), _time, stopping).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task RoundAsync(HashSet<Task> running, CancellationToken work, CancellationToken stopping)
    {
        _pulse.Beat();
        running.RemoveWhere(task => task.IsCompleted);
        if (_time.GetElapsedTime(_time.GetTimestamp(), Volatile.Read(ref _pausedUntil)) is { Ticks: > 0 } pause)
            await Task.Delay(pause, _time, stopping).ConfigureAwait(false);
        await _claims.WaitAsync(stopping).ConfigureAwait(false);
        var jobs = await ClaimAsync(stopping).ConfigureAwait(false);
        if (jobs.Count == 0)
        {
            _claims.Release();
            await IdleAsync(running, stopping).ConfigureAwait(false);
            return;
        }

        var task = RunAsync(new Batch(jobs, work), stopping);
        running.Add(task);
        if (jobs[0].IsSuspect)
            await task.ConfigureAwait(false);   // alone
    }

    private async Task<IReadOnlyList<LeasedJob>> ClaimAsync(CancellationToken stopping)
    {
        try
        {
            var jobs = await _store.ClaimAsync(_options.WorkerName, _enricher.BatchSize, _held.IsEmpty, _options.Lease, stopping).ConfigureAwait(false);
            _pulse.StoreAnswered();
            return jobs;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _pulse.StoreFailed(e);
            LogClaimFails(e.Message);
            return [];
        }
    }

    private async Task IdleAsync(HashSet<Task> running, CancellationToken stopping)
    {
        if (_options.StopWhenEmpty && running.Count == 0 && _held.IsEmpty && await IsEmptyAsync(stopping).ConfigureAwait(false))
        {
            _lifetime.StopApplication();
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(false);
        }

        var poll = Task.Delay(Patience.Vary(_options.PollInterval), _time, stopping);
        await (running.Count == 0 ? poll : Task.WhenAny([poll, .. running])).ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
    }

    private async Task<bool> IsEmptyAsync(CancellationToken stopping)
    {
        try
        {
            return (await _store.CountAsync(runId: null, stopping).ConfigureAwait(false)).Open == 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _pulse.StoreFailed(e);
            return false;
        }
    }

    private async Task RunAsync(Batch batch, CancellationToken stopping)
    {
        _held.Add(batch);
        try
        {
            if (await MayAnswerAsync(stopping).ConfigureAwait(false))
                await AnswerAsync(batch).ConfigureAwait(false);
            else
                await _processor.GiveBackAsync(batch).ConfigureAwait(false);
        }
        finally
        {
            _held.Remove(batch);
            batch.Dispose();
            _claims.Release();
        }
    }

    // A batch that waits for its turn when the worker is stopped is not begun.
    private async Task<bool> MayAnswerAsync(CancellationToken stopping)
    {
        try
        {
            await _answers.WaitAsync(stopping).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(Batch batch)
    {
        try
        {
            await _processor.RunAsync(batch).ConfigureAwait(false);
            _pauses.Reset();
        }
        catch (EnricherUnavailableException e)
        {
            var pause = e.RetryAfter ?? _pauses.Next();
            Volatile.Write(ref _pausedUntil, _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency));
            _pulse.EnricherFailed(e);
            LogPaused(pause, e.Message);
        }
        finally
        {
            _answers.Release();
        }
    }

    private async Task HeartAsync(CancellationToken end)
    {
        var beat = _options.Lease / 3 < CountInterval ? _options.Lease / 3 : CountInterval;
        long renewed = _time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(beat, _time, end).ConfigureAwait(false);
                _pulse.Beat();
                await OnceAsync(async () => _metrics.Counted(await _store.CountAsync(runId: null, end).ConfigureAwait(false))).ConfigureAwait(false);
                if (_time.GetElapsedTime(renewed) + beat / 2 < _options.Lease / 3 || _held.IsEmpty)
                    continue;
                var jobs = _held.All;
                await OnceAsync(async () =>
                {
                    _held.Drop(jobs, await _store.RenewAsync(jobs, _options.Lease, end).ConfigureAwait(false));
                    renewed = _time.GetTimestamp();
                }).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // the worker has ended
        }

        async Task OnceAsync(Func<Task> work)
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _pulse.StoreFailed(e);
                LogRenewFails(e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Worker '{Worker}' is ready.")]
    private partial void LogReady(string worker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready yet, tried again: {Error}")]
    private partial void LogWaiting(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No jobs could be claimed: {Error}")]
    private partial void LogClaimFails(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store could not be asked: {Error}")]
    private partial void LogRenewFails(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody answers; the next try is in {Pause}: {Error}")]
    private partial void LogPaused(TimeSpan pause, string error);
}
