using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Review.Views;

namespace PhiVisionML.Review.Access;

/// <summary>What all pages share: who is let in, what browsers may do with them, and errors as pages.</summary>
/// <param name="access">Who is let in.</param>
/// <param name="prefix">Where the pages lie.</param>
/// <param name="failures">Says what is told of failures.</param>
internal sealed class GuardedPage(ReviewAccess access, string prefix, RequestFailure failures)
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
            var error = failures.Answer(context, e);
            // A form may have done its work before the next page failed.
            string message = error.Status >= StatusCodes.Status500InternalServerError && HttpMethods.IsPost(context.Request.Method)
                ? $"{error.Message} Look whether your decision is there before you make it again." : error.Message;
            await Html.WriteAsync(context, ErrorView.Render(context.Request.PathBase + prefix, message)).ConfigureAwait(false);
        }
    };
}
