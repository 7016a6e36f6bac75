using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Telemetry;

namespace PhiVisionML.Hosting.Workers;

/// <summary>
/// Takes jobs from a store and has them answered. It claims one batch more than are answered at once, so that nobody waits for the store, and no more:
/// what it cannot do soon is left to other workers.
/// </summary>
internal sealed partial class JobLoop : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly IEnrichmentJobStore _store;
    private readonly IProductEnricher _enricher;
    private readonly CatalogEnrichmentOptions _options;
    private readonly HeldBatches _held;
    private readonly EnricherPause _pause;
    private readonly EnrichmentMetrics _metrics;
    private readonly WorkerPulse _pulse;
    private readonly TimeProvider _time;
    private readonly ILogger<EnrichmentWorker> _logger;
    private readonly ResultWriter _results;
    private readonly BatchProcessor _processor;
    private readonly FailureStreak _failures;
    private readonly HashSet<Task> _running = [];
    private readonly SemaphoreSlim _claims, _answers;
    private readonly CancellationTokenSource _work;
    private volatile EnricherUnavailableException? _hopeless;

    /// <param name="store">Where jobs come from.</param>
    /// <param name="enricher">Who answers; it is ready.</param>
    /// <param name="options">How jobs are taken.</param>
    /// <param name="held">Told what is held.</param>
    /// <param name="pause">Told when nobody answers.</param>
    /// <param name="metrics">Told what came of jobs.</param>
    /// <param name="pulse">Told how store and enricher are.</param>
    /// <param name="time">The clock of waits; leases go by the store's.</param>
    /// <param name="logger">Told of failures.</param>
    public JobLoop(
        IEnrichmentJobStore store, IProductEnricher enricher, CatalogEnrichmentOptions options, HeldBatches held, EnricherPause pause,
        EnrichmentMetrics metrics, WorkerPulse pulse, TimeProvider time, ILogger<EnrichmentWorker> logger)
    {
        (_store, _enricher, _options, _held, _pause, _metrics, _pulse, _time, _logger) = (store, enricher, options, held, pause, metrics, pulse, time, logger);
        _results = new ResultWriter(store, options.WorkerName, metrics, pulse, time, logger);
        _failures = new FailureStreak(options.MaxFailuresInARow);
        _processor = new BatchProcessor(enricher, _results, _failures, options.WorkerName, metrics, pulse, time, logger);
        (_claims, _answers) = (new(enricher.MaxConcurrency + 1), new(enricher.MaxConcurrency));
        _work = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Works until it is stopped, or no job is left if that is to end it; what is under way then may go on for the drain time.</summary>
    /// <exception cref="EnricherUnavailableException">The enricher is broken, and stays so, while the end is waited for.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await RoundAsync(stopping).ConfigureAwait(false))
                _running.RemoveWhere(task => task.IsCompleted);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _claims.Dispose();
        _answers.Dispose();
        _work.Dispose();
    }

    /// <returns>Whether to go on.</returns>
    private async Task<bool> RoundAsync(CancellationToken stopping)
    {
        await _claims.WaitAsync(stopping).ConfigureAwait(false);
        if (_hopeless is { } broken)
            throw new EnricherUnavailableException(broken.Message, broken);   // whoever waits for the end is told
        await _pause.PassAsync(stopping).ConfigureAwait(false);
        var jobs = await ClaimAsync(stopping).ConfigureAwait(false);
        if (jobs.Count == 0)
        {
            _claims.Release();
            return await IdleAsync(stopping).ConfigureAwait(false);
        }

        var batch = new Batch(jobs, _work.Token);
        _held.Add(batch);
        var mayAnswer = MayAnswerAsync(batch, stopping);   // here, so that batches have their turns in the order in which they were claimed
        var task = Task.Run(() => RunAsync(batch, mayAnswer), CancellationToken.None);   // an enricher may keep its thread
        _running.Add(task);
        if (jobs[0].IsSuspect)
            await task.WaitAsync(stopping).ConfigureAwait(false);   // alone
        return true;
    }

    private async Task<IReadOnlyList<LeasedJob>> ClaimAsync(CancellationToken stopping)
    {
        if (_pulse.Hang is not null)
            return [];
        try
        {
            int most = _failures.IsBroken ? 1 : _enricher.BatchSize;   // whether it answers again is tried with one product
            var jobs = await _store.ClaimAsync(_options.WorkerName, most, _held.IsEmpty, _options.Lease, stopping).ConfigureAwait(false);
            _pulse.StoreAnswered();
            return jobs;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            _pulse.StoreFailed(e);
            LogClaimFails(e.Message);
            return [];
        }
    }

    private async Task<bool> IdleAsync(CancellationToken stopping)
    {
        if (_options.StopWhenEmpty && _held.IsEmpty && await IsEmptyAsync(stopping).ConfigureAwait(false))
            return false;
        var poll = Task.Delay(Patience.Vary(_options.PollInterval), _time, stopping);
        await Task.WhenAny([poll, .. _running]).ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
        return true;
    }

    // Jobs that other workers hold are waited for: they may come back.
    private async Task<bool> IsEmptyAsync(CancellationToken stopping)
    {
        try
        {
            return (await _store.CountAsync(runId: null, stopping).ConfigureAwait(false)).Open == 0;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            _pulse.StoreFailed(e);
            return false;
        }
    }

    private async Task RunAsync(Batch batch, Task<bool> mayAnswer)
    {
        try
        {
            if (await mayAnswer.ConfigureAwait(false))
                await AnswerAsync(batch).ConfigureAwait(false);
            else
                await _results.GiveBackAsync(batch).ConfigureAwait(false);
        }
        finally
        {
            _metrics.Ended(batch);
            _held.Remove(batch);
            batch.Dispose();
            _claims.Release();
        }
    }

    // A batch that waits for its turn when the worker is stopped, or hangs, is not begun.
    private async Task<bool> MayAnswerAsync(Batch batch, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, batch.Cancellation);
        try
        {
            await _answers.WaitAsync(end.Token).ConfigureAwait(false);
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
            if (_pause.IsOn)   // begun while the batch waited for its turn
            {
                await _results.GiveBackAsync(batch).ConfigureAwait(false);
                return;
            }

            await _processor.RunAsync(batch).ConfigureAwait(false);
            if (!_failures.IsBroken)
                _pause.Forget();
        }
        catch (EnricherUnavailableException e)
        {
            _pulse.EnricherFailed(e);
            if (_options.StopWhenEmpty && _failures.IsHopeless)
                _hopeless = e;
            LogPaused(_pause.Begin(e), e.Message);
        }
        finally
        {
            _answers.Release();
        }
    }

    // An enricher that does not listen to its token keeps the program waiting, but not the jobs: other workers may have them.
    private async Task DrainAsync()
    {
        _work.CancelAfter(_options.DrainTime);
        var all = Task.WhenAll(_running);
        try
        {
            await all.WaitAsync(_options.DrainTime + Grace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogDeaf(_held.Jobs.Count, _options.DrainTime + Grace);
            await Task.WhenAll(_held.All.Select(_results.GiveBackAsync)).ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No jobs could be claimed: {Error}")]
    private partial void LogClaimFails(string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody answers; the next try is in {Pause}: {Error}")]
    private partial void LogPaused(TimeSpan pause, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The enricher has not ended {Count} jobs {Time} after the stop; they are given back, and what it still says is dropped.")]
    private partial void LogDeaf(int count, TimeSpan time);
}
