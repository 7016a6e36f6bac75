using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.Review.Access;

namespace PhiVisionML.Review.Queue;

/// <summary>What all endpoints of the queue share: who is let in, and errors as problem details.</summary>
/// <param name="access">Who is let in.</param>
/// <param name="logger">Told of failures that are not the sender's.</param>
internal sealed partial class GuardedQueue(AccessRule access, ILogger logger)
{
    /// <summary>An endpoint around the work that it does.</summary>
    /// <param name="work">Answers; throws before it has written anything, or not at all.</param>
    public RequestDelegate Of(Func<HttpContext, Task> work) => async context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            access.Check(context);
            await work(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;   // for logs: nobody reads it
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var error = RequestFailure.Of(e, "The request failed inside the server; its log says why.", Log);
            context.Response.StatusCode = error.Status;
            await context.Response.WriteAsJsonAsync(Problem.Of(error), QueueJson.Own.Problem, "application/problem+json", context.RequestAborted).ConfigureAwait(false);
        }
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to the queue failed.")]
    private partial void Log(Exception failure);
}
