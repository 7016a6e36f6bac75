using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Review.Access;

/// <summary>What the sender of a request is told of its failure, the same for pages and for the queue; and what the log is told.</summary>
/// <param name="logger">Told of failures that are not the sender's.</param>
internal sealed partial class RequestFailure(ILogger logger)
{
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(10), EnricherWait = TimeSpan.FromSeconds(30);

    /// <summary>Sets the status, and when to come again; the body is the caller's.</summary>
    public ApiException Answer(HttpContext context, Exception failure)
    {
        var error = Of(failure);
        context.Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
            TellWait(context, wait);
        return error;
    }

    /// <summary>Sets when to come again.</summary>
    /// <returns>The wait as it is told: whole seconds, one at least.</returns>
    public static long TellWait(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Seconds(wait).ToString(CultureInfo.InvariantCulture);
        return Seconds(wait);
    }

    private static long Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));

    // What stores and models say of themselves names hosts and folders: that is for the log.
    private ApiException Of(Exception failure)
    {
        switch (failure)
        {
            case ApiException error:
                if (error.Status >= StatusCodes.Status500InternalServerError)
                    LogRefusal((error.InnerException ?? error).Message);
                return error;
            case BadHttpRequestException bad:
                return new ApiException(bad.StatusCode, bad.Message);
            case EnrichmentStoreUnavailableException:
                return Later("The database cannot be used for now", StoreWait, failure);
            case EnricherUnavailableException { RetryAfter: var wait }:
                return Later("No model can be asked for now", wait ?? EnricherWait, failure);
            default:
                LogFailure(failure);
                return new ApiException(StatusCodes.Status500InternalServerError, "The request failed inside the server; its log says why.");
        }
    }

    private ApiException Later(string sentence, TimeSpan wait, Exception failure)
    {
        LogRefusal(failure.Message);
        return new ApiException(StatusCodes.Status503ServiceUnavailable, $"{sentence}; the server's log says why. Try again in {Seconds(wait)} seconds.") { RetryAfter = wait };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed.")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request was refused for now: {Cause}")]
    private partial void LogRefusal(string cause);
}
