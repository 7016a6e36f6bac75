using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Enriching;
using Polly;
using Polly.Retry;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>Sends requests: so many at once, so many a minute, each within its time, and again after failures that may pass.</summary>
internal sealed partial class ChatRequests : IDisposable
{
    // Timers are not finer than that.
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);

    private readonly IChatClient _model;
    private readonly ChatClientEnricherOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _places;
    private readonly TokenBucketRateLimiter? _rate;
    private readonly ResiliencePipeline _retries;

    public ChatRequests(IChatClient model, ChatClientEnricherOptions options, TimeProvider time, ILogger logger)
    {
        (_model, _options, _time, _logger) = (model, options, time, logger);
        _places = new(options.MaxConcurrency);
        _rate = options.RequestsPerMinute is { } most ? Rate(most) : null;
        _retries = Retries();
    }

    /// <summary>Sends a request.</summary>
    /// <param name="message">What is asked.</param>
    /// <param name="options">Makes the options of a try; clients may change them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EnricherUnavailableException">Nobody can be answered now.</exception>
    /// <exception cref="ProductRefusal">This request fails.</exception>
    public async Task<ChatResponse> SendAsync(ChatMessage message, Func<ChatOptions> options, CancellationToken cancellation)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await TryAsync(message, options(), token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is not (ObjectDisposedException or OutOfMemoryException))
        {
            var fault = Fault(e);
            throw fault.Blame switch
            {
                ChatBlame.Nobody => new EnricherUnavailableException($"The model cannot answer now: {e.Message}", e, fault.RetryAfter),
                ChatBlame.Product => new ProductRefusal($"The model refuses the product: {e.Message}", isPermanent: true, e),
                _ => new ProductRefusal($"The model did not answer: {e.Message}", isPermanent: false, e),
            };
        }
    }

    public void Dispose()
    {
        _rate?.Dispose();
        _places.Dispose();
    }

    private async Task<ChatResponse> TryAsync(ChatMessage message, ChatOptions options, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var turn = _rate is null ? null : await _rate.AcquireAsync(1, cancellation).ConfigureAwait(false);
            using var late = new CancellationTokenSource(_options.Timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
            try
            {
                return await _model.GetResponseAsync([message], options, either.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                throw new TimeoutException(FormattableString.Invariant($"There was no answer within {_options.Timeout.TotalSeconds} s; raise {nameof(ChatClientEnricherOptions.Timeout)}, or give the model fewer requests at once."), e);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private ChatFault Fault(Exception failure) => ChatFault.Of(failure, _time.GetUtcNow());

    private ResiliencePipeline Retries()
    {
        if (_options.MaxRetries == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = _time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = _options.MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _options.FirstBackOff,
            MaxDelay = _options.LongestBackOff,
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is { } failure && !tried.Context.CancellationToken.IsCancellationRequested
                && Fault(failure) is { MayPass: true } fault && !(fault.RetryAfter > _options.LongestBackOff)),
            DelayGenerator = tried => ValueTask.FromResult(Fault(tried.Outcome.Exception!).RetryAfter),
            OnRetry = tried =>
            {
                LogRetry(_logger, tried.AttemptNumber + 1, _options.MaxRetries, tried.RetryDelay.TotalSeconds, tried.Outcome.Exception!.Message);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    // So many tokens at a time that a period is no shorter than timers are fine; on the average the rate is kept exactly.
    private static TokenBucketRateLimiter Rate(int perMinute)
    {
        int tokens = (int)Math.Ceiling(perMinute * ShortestPeriod.TotalMinutes);
        return new(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromMinutes((double)tokens / perMinute),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model did not answer; try {Try} of {Tries} follows in {Seconds:0.0} s: {Reason}")]
    private static partial void LogRetry(ILogger logger, int @try, int tries, double seconds, string reason);
}
