using Microsoft.AspNetCore.Http;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Views;

namespace PhiVisionML.Review.Pages;

/// <summary>Where a browser shows a key.</summary>
/// <param name="access">Whose keys.</param>
/// <param name="options">Where the pages lie.</param>
internal sealed class LoginPage(ReviewAccess access, EnrichmentReviewOptions options)
{
    private const int LongestName = 60;

    public Task ShowAsync(HttpContext context) => ShowAsync(context, fault: null);

    public async Task EnterAsync(HttpContext context)
    {
        var form = await access.ReadFormAsync(context).ConfigureAwait(false);
        string name = WhiteSpace.Fold(form["name"].ToString());
        string? fault = name.Length > LongestName ? $"The name has {name.Length} characters; at most {LongestName} are taken."
            : access.Enter(context, form["key"].ToString().Trim(), name) ? null : "The key is not one of this server's.";
        if (fault is null)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = Target(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await ShowAsync(context, fault).ConfigureAwait(false);
    }

    public async Task LeaveAsync(HttpContext context)
    {
        await access.ReadFormAsync(context).ConfigureAwait(false);
        access.Leave(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Base(context) + "/login";
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
}
