using System.Net;
using Polly;
using Polly.Retry;

namespace PhiVisionML.Downloads.Transport;

/// <summary>Another attempt after failures that may pass, with growing waits, or with the wait that the server asks for.</summary>
internal static class Retries
{
    /// <summary>Wraps an attempt: the request and the reading of its body.</summary>
    /// <param name="options">How often and how long.</param>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="onRetry">Is told why there is another attempt and after which wait.</param>
    public static ResiliencePipeline Create(TransportOptions options, TimeProvider clock, Action<Exception, TimeSpan>? onRetry = null)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (options.Retries == 0) return builder.Build();
        return builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstDelay,
            MaxDelay = options.LongestDelay,
            ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome.Exception, options)),
            DelayGenerator = arguments => ValueTask.FromResult(AskedFor(arguments.Outcome.Exception)),
            OnRetry = arguments =>
            {
                onRetry?.Invoke(arguments.Outcome.Exception!, arguments.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    private static bool MayPass(Exception? error, TransportOptions options) => error switch
    {
        UnsuccessfulAnswerException answer => IsTemporary(answer.Status) && !(answer.RetryAfter > options.LongestDelay),
        TimeoutException or HttpRequestException or HttpIOException => true,
        _ => false,
    };

    private static bool IsTemporary(HttpStatusCode? status) => status is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static TimeSpan? AskedFor(Exception? error) =>
        error is UnsuccessfulAnswerException { RetryAfter: { } wait } ? (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) : null;
}
