using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace PhiVisionML.Cli.Serving;

/// <summary>The option that says which proxies are believed when they tell who asks, and whether over TLS: X-Forwarded-For, X-Forwarded-Proto.</summary>
internal sealed class TrustedProxies
{
    public Option<string[]> Option { get; } = new("--trusted-proxy")
    {
        Description = "Addresses, or networks such as 10.0.0.0/8, of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, beside those of this machine.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <exception cref="FormatException">One is no address.</exception>
    public IReadOnlyList<IPNetwork> Read(ParseResult parsed) => [.. (parsed.GetValue(Option) ?? []).Select(Parse)];

    /// <summary>What the web server is told.</summary>
    /// <param name="proxies">Proxies on other machines.</param>
    public static ForwardedHeadersOptions Believe(IEnumerable<IPNetwork> proxies)
    {
        // As many of them, one behind the other, as are believed.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        foreach (var network in proxies)
            options.KnownIPNetworks.Add(network);
        return options;
    }

    private IPNetwork Parse(string text)
        => IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
            : throw new FormatException($"{Option.Name} '{text}' is no address, such as 10.0.0.7, and no network, such as 10.0.0.0/8.");
}
