using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Review.Views;

namespace PhiVisionML.Review.Access;

/// <summary>What all pages share: who is let in, what browsers may do with them, and errors as pages.</summary>
/// <param name="access">Who is let in.</param>
/// <param name="prefix">Where the pages lie.</param>
/// <param name="logger">Told of failures that are not the sender's.</param>
internal sealed partial class GuardedPage(ReviewAccess access, string prefix, ILogger logger)
{
    /// <summary>A page for those who are let in.</summary>
    /// <param name="work">Answers; throws before it has written anything, or not at all.</param>
    public RequestDelegate Of(Func<HttpContext, Task> work) => Open(async context =>
    {
        if (access.Admits(context))
            await work(context).ConfigureAwait(false);
        else if (HttpMethods.IsGet(context.Request.Method))
            context.Response.Redirect($"{context.Request.PathBase}{prefix}/login?to={Uri.EscapeDataString(context.Request.PathBase + context.Request.Path + context.Request.QueryString)}");
        else
            throw new ApiException(StatusCodes.Status401Unauthorized, "You are not logged in, or no longer. Log in and try again; nothing was changed.");
    });

    /// <summary>A page for everybody.</summary>
    public RequestDelegate Open(Func<HttpContext, Task> work) => async context =>
    {
        PageHeaders.Set(context);
        try
        {
            await work(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;   // for logs: nobody reads it
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var error = RequestFailure.Of(e, "The page failed inside the server; its log says why. Nothing was changed.", Log);
            context.Response.StatusCode = error.Status;
            await Html.WriteAsync(context, ErrorView.Render(context.Request.PathBase + prefix, error.Message)).ConfigureAwait(false);
        }
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A page of the review failed.")]
    private partial void Log(Exception failure);
}
