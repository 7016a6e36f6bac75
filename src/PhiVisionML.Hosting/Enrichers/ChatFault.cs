using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using PhiVisionML.Chat;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>What a failed request means.</summary>
/// <param name="Blame">Who is to blame.</param>
/// <param name="MayPass">Whether the same request may succeed soon.</param>
/// <param name="RetryAfter">When, if the server says so.</param>
internal sealed record ChatFault(ChatBlame Blame, bool MayPass, TimeSpan? RetryAfter = null)
{
    /// <summary>Reads a failure of any chat client.</summary>
    /// <param name="failure">What was thrown; not the caller's own cancellation.</param>
    /// <param name="now">For servers that name a time of day.</param>
    public static ChatFault Of(Exception failure, DateTimeOffset now) => failure switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Of(last, now),
        ClientResultException { Status: > 0 } answer => OfStatus(answer.Status, RetryAfterOf(answer.GetRawResponse(), now)),
        HttpRequestException { StatusCode: { } status } => OfStatus((int)status, null),
        ClientResultException or HttpRequestException or HttpIOException or IOException or QueueFullException => new(ChatBlame.Nobody, MayPass: true),
        // One product may be what takes so long.
        TimeoutException or OperationCanceledException => new(ChatBlame.Unknown, MayPass: true),
        PictureRefusedException or ArgumentException => new(ChatBlame.Product, MayPass: false),
        NotSupportedException => new(ChatBlame.Nobody, MayPass: false),
        _ => new(ChatBlame.Unknown, MayPass: false),
    };

    private static ChatFault OfStatus(int status, TimeSpan? retryAfter) => status switch
    {
        400 or 413 or 415 or 422 => new(ChatBlame.Product, MayPass: false),
        408 or 425 or 429 or 502 or 503 or 504 => new(ChatBlame.Nobody, MayPass: true, retryAfter),
        // A server that fails may do so for this product alone.
        >= 500 => new(ChatBlame.Unknown, MayPass: true, retryAfter),
        _ => new(ChatBlame.Nobody, MayPass: false, retryAfter),
    };

    private static TimeSpan? RetryAfterOf(PipelineResponse? response, DateTimeOffset now)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out string? text) || !RetryConditionHeaderValue.TryParse(text, out var value))
            return null;
        var wait = value.Delta ?? value.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
