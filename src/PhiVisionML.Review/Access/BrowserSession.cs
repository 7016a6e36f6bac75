using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace PhiVisionML.Review.Access;

/// <summary>The cookie of a browser that has shown a key: protected, for some hours, and worthless once the keys change. The key is not in it.</summary>
internal sealed class BrowserSession
{
    private const string CookieName = "phivision-review";

    private readonly ITimeLimitedDataProtector _protector;
    private readonly EnrichmentReviewOptions _options;
    private readonly TimeProvider _time;

    /// <param name="keys">All keys.</param>
    /// <param name="options">How long a session lasts.</param>
    /// <param name="protection">Protects cookies.</param>
    /// <param name="time">The clock.</param>
    public BrowserSession(IReadOnlyList<string> keys, EnrichmentReviewOptions options, IDataProtectionProvider protection, TimeProvider time)
    {
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))));
        _protector = protection.CreateProtector("PhiVisionML.Review.Session", fingerprint).ToTimeLimitedDataProtector();
        (_options, _time) = (options, time);
    }

    /// <summary>The reviewer's name, empty if none was given; null if the browser has no session.</summary>
    public string? Find(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } cookie)
            return null;
        try
        {
            return _protector.Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Begins a session.</summary>
    public void Begin(HttpContext context, string name)
        => context.Response.Cookies.Append(CookieName, _protector.Protect(name, _time.GetUtcNow() + _options.SessionTime), Cookie(context));

    /// <summary>Ends it.</summary>
    public void End(HttpContext context) => context.Response.Cookies.Delete(CookieName, Cookie(context));

    private CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = context.Request.PathBase + _options.Prefix,
    };
}
