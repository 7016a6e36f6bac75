using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.Review.Access;

namespace PhiVisionML.Review.Queue;

/// <summary>What all endpoints of the queue share: who is let in, and errors as problem details.</summary>
/// <param name="access">Who is let in.</param>
/// <param name="failures">Says what is told of failures.</param>
internal sealed class GuardedQueue(AccessRule access, RequestFailure failures)
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
            await Problem.Of(failures.Answer(context, e)).WriteAsync(context).ConfigureAwait(false);
        }
    };
}
