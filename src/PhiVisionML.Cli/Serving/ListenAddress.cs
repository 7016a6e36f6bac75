using System.Net;
using Microsoft.AspNetCore.Http;

namespace PhiVisionML.Cli.Serving;

/// <summary>Where a server listens.</summary>
/// <param name="Url">The address, as the web server takes it.</param>
/// <param name="IsOpen">Whether other machines can reach it.</param>
internal sealed record ListenAddress(string Url, bool IsOpen)
{
    /// <summary>Reads an address such as <c>http://127.0.0.1:8080</c>; the host may be * for all of the machine's.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ListenAddress Parse(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            if (address.Scheme == "http" && address.PathBase.Length == 0 && !address.IsUnixPipe)
                return new ListenAddress(text, !IsThisMachine(address.Host));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            // said below, with an example
        }

        throw new FormatException($"--url '{text}' is not an address to listen at, such as http://127.0.0.1:8080. For https put a reverse proxy before the server.");
    }

    private static bool IsThisMachine(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
}
