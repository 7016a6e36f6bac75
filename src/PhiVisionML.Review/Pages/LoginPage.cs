using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Views;

namespace PhiVisionML.Review.Pages;

/// <summary>Where a browser shows a key.</summary>
/// <param name="access">Whose keys.</param>
/// <param name="throttle">How often a client may try one.</param>
/// <param name="options">Where the pages lie.</param>
/// <param name="logger">Told of wrong keys.</param>
internal sealed partial class LoginPage(ReviewAccess access, LoginThrottle throttle, EnrichmentReviewOptions options, ILogger logger)
{
    private const int LongestName = 60;

    public Task ShowAsync(HttpContext context) => ShowAsync(context, fault: null);

    public async Task EnterAsync(HttpContext context)
    {
        var form = await access.ReadFormAsync(context).ConfigureAwait(false);
        string name = WhiteSpace.Fold(form["name"].ToString());
        if (name.Length > LongestName)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The name has {name.Length} characters; at most {LongestName} are taken.").ConfigureAwait(false);
        }
        else if (throttle.Take(context) is { } wait)
        {
            long seconds = RequestFailure.TellWait(context, wait);
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, $"Too many keys came from your address. Wait {seconds} s, then try again.").ConfigureAwait(false);
        }
        else if (!access.Enter(context, form["key"].ToString().Trim(), name))
        {
            LogWrongKey(context.Connection.RemoteIpAddress);
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "The key is not one of this server's.").ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = Target(context);
        }
    }

    public async Task LeaveAsync(HttpContext context)
    {
        await access.ReadFormAsync(context).ConfigureAwait(false);
        access.Leave(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Base(context) + "/login";
    }

    private Task RefuseAsync(HttpContext context, int status, string fault)
    {
        context.Response.StatusCode = status;
        return ShowAsync(context, fault);
    }

    private async Task ShowAsync(HttpContext context, string? fault)
    {
        if (access.NeedsKey)
            await Html.WriteAsync(context, LoginView.Render(Base(context), access.TokenOf(context), Target(context), fault)).ConfigureAwait(false);
        else
            context.Response.Redirect(Base(context));
    }

    // One of our own pages, whatever the address says.
    private string Target(HttpContext context)
    {
        string to = context.Request.Query["to"].ToString();
        bool isOurs = to == Base(context) || to.StartsWith(Base(context) + "/", StringComparison.Ordinal) || to.StartsWith(Base(context) + "?", StringComparison.Ordinal);
        return isOurs && to.All(c => c is > ' ' and <= '~' and not '\\') ? to : Base(context);
    }

    private string Base(HttpContext context) => context.Request.PathBase + options.Prefix;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody at {Address} typed a key that is none of this server's.")]
    private partial void LogWrongKey(IPAddress? address);
}
