using System.Net;
using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.AspNetCore.Access;

/// <summary>Who is answered: whoever shows a key; where there is none, this machine alone.</summary>
/// <param name="keys">The keys.</param>
/// <param name="allowAnonymous">Whether everybody is answered where there is no key.</param>
internal sealed class AccessRule(ApiKeys keys, bool allowAnonymous)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="ApiException">The request is not let in (401 or 403).</exception>
    public void Check(HttpContext context)
    {
        if (!keys.IsEmpty)
            RequireKey(context);
        else if (!allowAnonymous)
            RequireThisMachine(context);
    }

    private void RequireKey(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        bool hasKey = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        if (hasKey && keys.Contains(header[Scheme.Length..].Trim()))
            return;
        context.Response.Headers.WWWAuthenticate = Scheme.Trim();
        throw hasKey
            ? new ApiException(StatusCodes.Status401Unauthorized, "The API key is not one of this server's.") { Code = "invalid_api_key" }
            : new ApiException(StatusCodes.Status401Unauthorized, "The request has no API key. Send the header 'Authorization: Bearer KEY'.") { Code = "invalid_api_key" };
    }

    // The name counts too: a page of another site that has its name point to this machine would otherwise be let in by its visitor's browser.
    private static void RequireThisMachine(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
            throw new ApiException(StatusCodes.Status403Forbidden, "This server has no API key and answers requests of its own machine alone.");
        if (context.Request.Headers.Keys.FirstOrDefault(IsOfProxy) is { } header)
            throw new ApiException(StatusCodes.Status403Forbidden, $"This server has no API key and answers requests of its own machine alone; this one came through a proxy ({header}). Give the server a key.");
        string host = context.Request.Host.Host;
        if (!IsThisMachine(host))
            throw new ApiException(StatusCodes.Status403Forbidden, $"This server has no API key and answers requests to localhost alone; this one went to '{host}'.");
    }

    // X-Original-For and -Proto are what ASP.NET Core leaves of X-Forwarded-For and -Proto where the application believes its proxy.
    private static bool IsOfProxy(string header)
        => header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase) || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase);

    private static bool IsThisMachine(string host)
        => host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
}
