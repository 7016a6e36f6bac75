using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.AspNetCore.Responses;

namespace PhiVisionML.AspNetCore.Endpoints;

/// <summary>What all endpoints share: who is let in, and errors in OpenAI's shape.</summary>
/// <param name="access">Who is let in.</param>
/// <param name="drainTime">How long requests may go on when the application stops.</param>
/// <param name="logger">Told of failures that are not the sender's.</param>
/// <param name="stopping">The application stops.</param>
internal sealed partial class GuardedEndpoint(AccessRule access, TimeSpan drainTime, ILogger logger, CancellationToken stopping)
{
    /// <summary>An endpoint around the work that it does.</summary>
    /// <param name="work">Answers; throws before it has written anything, or not at all.</param>
    public RequestDelegate Of(Func<HttpContext, RequestLife, Task> work) => async context =>
    {
        using var life = new RequestLife(context, drainTime, stopping);
        try
        {
            access.Check(context);
            await work(context, life).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (ErrorOf(e, life) is { } error)
                await JsonResponse.WriteAsync(context, error).ConfigureAwait(false);
            else
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;   // for logs: nobody reads it
        }
    };

    /// <summary>What the sender is told of a failure; null where nobody is there to be told.</summary>
    public ApiException? ErrorOf(Exception failure, RequestLife life)
    {
        if (life.HasLeft)
            return null;
        var error = life.IsStopped && failure is OperationCanceledException ? new ApiException(StatusCodes.Status503ServiceUnavailable, "The server is stopping.") : Failures.Of(failure);
        if (error.Status == StatusCodes.Status500InternalServerError)
            Log(failure);
        return error;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed.")]
    private partial void Log(Exception failure);
}
