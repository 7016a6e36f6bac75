using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.Review.Access;

/// <summary>Refuses what a page of another site has a browser send.</summary>
internal static class SameOrigin
{
    /// <exception cref="ApiException">The request comes from another site's page (403).</exception>
    public static void Require(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        string origin = request.Headers.Origin.ToString();
        bool isOwn = site.Length > 0 ? site == "same-origin"
            : origin.Length == 0 || Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
        if (!isOwn)
            throw new ApiException(StatusCodes.Status403Forbidden, $"The form was sent by a page of another site ({(origin.Length > 0 ? origin : site)}), not by the reviewer's page.");
    }
}
