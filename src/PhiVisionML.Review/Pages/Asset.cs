using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;

namespace PhiVisionML.Review.Pages;

/// <summary>The style sheet, the script and the icon.</summary>
internal static class Asset
{
    public const string Style = "review.css", Script = "review.js", Icon = "review.svg";

    private static readonly Dictionary<string, (string Type, byte[] Bytes)> All = new()
    {
        [Style] = ("text/css; charset=utf-8", Read(Style)),
        [Script] = ("text/javascript; charset=utf-8", Read(Script)),
        [Icon] = ("image/svg+xml", Read(Icon)),
    };

    // Changes with the release, so that a browser never mixes two.
    private static readonly string Version = typeof(Asset).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>Where a page finds it.</summary>
    public static string PathOf(string root, string name) => $"{root}/assets/{name}?v={Version}";

    public static Task SendAsync(HttpContext context)
    {
        if (!All.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset))
            throw new ApiException(StatusCodes.Status404NotFound, $"There is no {context.Request.Path}.");
        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = asset.Bytes.Length;
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted).AsTask();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
