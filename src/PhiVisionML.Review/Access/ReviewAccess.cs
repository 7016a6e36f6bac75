using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PhiVisionML.AspNetCore.Access;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Review.Access;

/// <summary>Who sees the page, and whose forms count.</summary>
/// <param name="rule">The rule of everything that listens here.</param>
/// <param name="keys">The keys.</param>
/// <param name="session">Browsers that have shown one.</param>
/// <param name="antiforgery">Tokens of forms.</param>
/// <param name="options">Who decides.</param>
internal sealed class ReviewAccess(AccessRule rule, ApiKeys keys, BrowserSession session, IAntiforgery antiforgery, EnrichmentReviewOptions options)
{
    private const int MostFormBytes = 256 << 10;
    private const string Nobody = "reviewer";

    /// <summary>Whether browsers have to show a key.</summary>
    public bool NeedsKey => !keys.IsEmpty;

    /// <summary>Lets a request in.</summary>
    /// <returns>Whether it is let in; otherwise its browser has to show a key first.</returns>
    /// <exception cref="ApiException">It is not let in at all (401 or 403).</exception>
    public bool Admits(HttpContext context)
    {
        if (NeedsKey && !context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return session.Find(context) is not null;
        rule.Check(context);
        return true;
    }

    /// <summary>Lets a browser in that shows a key.</summary>
    /// <returns>Whether the key is one of ours.</returns>
    public bool Enter(HttpContext context, string key, string name)
    {
        if (!keys.Contains(key))
            return false;
        session.Begin(context, name);
        return true;
    }

    /// <summary>Ends the browser's session.</summary>
    public void Leave(HttpContext context) => session.End(context);

    /// <summary>Who decides.</summary>
    public string ActorOf(HttpContext context) => WhiteSpace.Fold(options.Actor(context) ?? "") is { Length: > 0 } name ? name : session.Find(context) is { Length: > 0 } given ? given : Nobody;

    /// <summary>The form's field against requests of other sites: its name and its value.</summary>
    public (string Name, string Value) TokenOf(HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return (tokens.FormFieldName, tokens.RequestToken!);
    }

    /// <summary>Reads a form that one of our pages sent.</summary>
    /// <exception cref="ApiException">It is none, or too large (400, 403, 413).</exception>
    public async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        SameOrigin.Require(context.Request);
        if (!context.Request.HasFormContentType)
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"The Content-Type is '{context.Request.ContentType}'; the page sends forms.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostFormBytes;
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            await antiforgery.ValidateRequestAsync(context).ConfigureAwait(false);
            return form;
        }
        catch (AntiforgeryValidationException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "The form is out of date, or its browser takes no cookies. Go back, load the page anew and try again; nothing was changed.");
        }
        catch (InvalidDataException e)
        {
            throw ApiException.Invalid(null, $"The form cannot be read: {e.Message}");
        }
    }
}
