using Microsoft.AspNetCore.Http;

namespace PhiVisionML.Review.Access;

/// <summary>What browsers are told to keep from doing with the pages.</summary>
internal static class PageHeaders
{
    // No-referrer would have browsers hide the origin of our own forms, too.
    private static readonly (string Name, string Value)[] All =
    [
        ("Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ];

    /// <summary>Sets them, whatever else is set before the answer begins. An answer is not kept unless it says how long.</summary>
    public static void Set(HttpContext context) => context.Response.OnStarting(static state =>
    {
        var headers = ((HttpContext)state).Response.Headers;
        foreach (var (name, value) in All)
            headers[name] = value;
        if (!headers.CacheControl.ToString().Contains("max-age", StringComparison.Ordinal))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }, context);
}
