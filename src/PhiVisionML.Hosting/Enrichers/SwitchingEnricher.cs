using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.MLNet.Storage;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Looks at products with the adapter that is in force, and changes to the next one while it works.</summary>
/// <remarks>
/// The releases are looked at between calls. The next adapter is loaded beside the present one, which goes on answering; calls under way end on the one that they began
/// with, and it is let go behind the last of them. An adapter that is missing, is another than was released, or cannot be loaded leaves the present one in its
/// place: that is logged, and told as <see cref="Problem"/> until it is over. Thread-safe.
/// </remarks>
public sealed partial class SwitchingEnricher : IProductEnricher, IAsyncDisposable
{
    private readonly IAdapterReleases _releases;
    private readonly Func<AdapterRelease, CancellationToken, Task<IProductEnricher>> _open;
    private readonly SwitchingEnricherOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private EnricherInUse? _current;
    private Task _looking = Task.CompletedTask;
    private long? _looked;
    private string? _problem;
    private bool _isDisposed;

    /// <summary>Makes an enricher that has no adapter yet.</summary>
    /// <param name="releases">Says which adapter is in force.</param>
    /// <param name="open">Makes the enricher of a release; this one disposes it. The release's file has been checked.</param>
    /// <param name="options">How to follow releases; <c>null</c> takes the defaults.</param>
    /// <param name="logger">Is told of changes and problems.</param>
    /// <param name="time">Measures the time between looks; <c>null</c> takes the system's.</param>
    public SwitchingEnricher(
        IAdapterReleases releases, Func<AdapterRelease, CancellationToken, Task<IProductEnricher>> open, SwitchingEnricherOptions? options = null,
        ILogger<SwitchingEnricher>? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(releases);
        ArgumentNullException.ThrowIfNull(open);
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.CheckEvery, TimeSpan.Zero);
        (_releases, _open, _logger, _time) = (releases, open, logger ?? NullLogger<SwitchingEnricher>.Instance, time ?? TimeProvider.System);
    }

    /// <summary>That of the present adapter's enricher; 1 before <see cref="LoadAsync"/>. A call that was made for the one before is cut to fit.</summary>
    public int BatchSize => Current?.Enricher.BatchSize ?? 1;

    /// <summary>That of the present adapter's enricher; 1 before <see cref="LoadAsync"/>. Calls beyond it wait.</summary>
    public int MaxConcurrency => Current?.Enricher.MaxConcurrency ?? 1;

    /// <summary>That of the present adapter's enricher; empty before <see cref="LoadAsync"/>.</summary>
    public string PromptVersion => Current?.Enricher.PromptVersion ?? "";

    /// <summary>The release that answers; <c>null</c> before one was loaded.</summary>
    public AdapterRelease? Release => Current?.Release;

    /// <summary>Why the adapter in force does not answer, a sentence; <c>null</c> if it does, or is just being loaded.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
                return _problem;
        }
    }

    private EnricherInUse? Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>Loads the adapter in force.</summary>
    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        await Look().WaitAsync(cancellation).ConfigureAwait(false);
        if (Current is null)
            throw new EnricherUnavailableException(Problem ?? "No adapter is loaded.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(products);
        var looking = Look();
        if (Current is null)
            await looking.WaitAsync(cancellation).ConfigureAwait(false);
        var held = Hold() ?? throw new EnricherUnavailableException(Problem ?? "No adapter is loaded.", retryAfter: _options.CheckEvery);
        await using (held.ConfigureAwait(false))
            return await held.EnrichAsync(products, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends what is being loaded, and lets the present enricher go behind its last call.</summary>
    public async ValueTask DisposeAsync()
    {
        Task looking;
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            looking = _looking;
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await looking.ConfigureAwait(false);
        EnricherInUse? last;
        lock (_lock)
            (last, _current) = (_current, null);
        if (last is not null)
            await last.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private EnricherInUse? Hold()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _current?.Hold();
        }
    }

    // One look at a time, and the next one a while after it has ended. The task never fails.
    private Task Look()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            bool isDue = _looked is not { } last || _time.GetElapsedTime(last) >= _options.CheckEvery;
            return _looking.IsCompleted && isDue ? _looking = Task.Run(LookAsync) : _looking;
        }
    }

    private async Task LookAsync()
    {
        string? problem = null;
        try
        {
            problem = await _releases.GetCurrentAsync(_ending.Token).ConfigureAwait(false) is { } release ? await SwitchAsync(release).ConfigureAwait(false)
                : Current is null ? "No adapter was promoted yet; promote one." : null;
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            problem = $"It cannot be seen which adapter is in force: {e.Message}";
        }

        bool isNew;
        lock (_lock)
        {
            isNew = problem is not null && problem != _problem;
            _problem = problem;
            _looked = _time.GetTimestamp();
        }

        if (isNew)
            LogProblem(_logger, problem!);
    }

    /// <returns>Why the release does not answer; null if it does.</returns>
    private async Task<string?> SwitchAsync(AdapterRelease release)
    {
        var before = Current;
        if (before?.Release.Fingerprint == release.Fingerprint)
            return null;
        EnricherInUse next;
        try
        {
            if (ModelFingerprint.OfFile(release.Path) is var found && found != release.Fingerprint)
                return $"The adapter {release.Fingerprint} was released from '{release.Path}', but there is another now, {found}; put the file back, or promote the new one.";
            next = new(release, await OpenAsync(release).ConfigureAwait(false));
        }
        catch (Exception e) when (e is not OperationCanceledException || !_ending.IsCancellationRequested)
        {
            return $"The adapter {release.Fingerprint} cannot be loaded from '{release.Path}': {e.Message}";
        }

        lock (_lock)
            _current = next;
        LogSwitch(_logger, release.Fingerprint, release.Path, before?.Release.Fingerprint ?? "none");
        if (before is not null)
            await before.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private async Task<IProductEnricher> OpenAsync(AdapterRelease release)
    {
        var enricher = await _open(release, _ending.Token).ConfigureAwait(false);
        try
        {
            await enricher.LoadAsync(_ending.Token).ConfigureAwait(false);
            return enricher;
        }
        catch
        {
            await EnricherInUse.LetGoAsync(enricher).ConfigureAwait(false);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The adapter {Fingerprint} answers now, from {Path}; before it {Before}.")]
    private static partial void LogSwitch(ILogger logger, string fingerprint, string path, string before);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private static partial void LogProblem(ILogger logger, string problem);
}
