using PhiVisionML.Downloads.Transport;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Makes an address to ask for out of what feeds write into a cell.</summary>
internal static class PictureAddress
{
    private const int LongestShown = 200;

    /// <summary>
    /// Spaces and characters outside ASCII are escaped, <c>//host/…</c> means https, a fragment is dropped: servers never see it.
    /// </summary>
    /// <returns>The address, or a sentence that says why there is none.</returns>
    public static (Uri? Url, string? Reason) Parse(string cell)
    {
        var text = cell.Trim();
        if (text.StartsWith("//", StringComparison.Ordinal)) text = "https:" + text;
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return (null, $"'{Shown(text)}' holds a picture itself; only pictures at an address that begins with http:// or https:// are fetched.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.HostNameType == UriHostNameType.Unknown || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return (null, $"'{Shown(text)}' is not an address that begins with http:// or https://.");
        if (!WebAddress.HasValidHost(url))
            return (null, $"'{Shown(text)}' has a host name that is no valid international name.");
        if (url.UserInfo.Length > 0)
            return (null, $"The address at the host '{url.Host}' holds a user name or a password, which the manifest and the table would show; give an address without.");
        return (url.Fragment.Length == 0 ? url : new Uri(url.GetLeftPart(UriPartial.Query)), null);
    }

    private static string Shown(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";
}
