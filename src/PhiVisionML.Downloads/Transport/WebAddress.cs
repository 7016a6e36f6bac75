namespace PhiVisionML.Downloads.Transport;

/// <summary>What is to be known of an address before it is asked, and what of it may be shown.</summary>
internal static class WebAddress
{
    /// <summary>The address without user name, password, query and fragment: in these are passwords and signatures, which belong in no message, log or file.</summary>
    public static string Shown(Uri url) => url.IsAbsoluteUri
        ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : url.OriginalString.Split('?', '#')[0];

    /// <summary>Whether the host's name can be put into a request; a name that claims to be an international one need not be.</summary>
    public static bool HasValidHost(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
