using System.Net;
using System.Net.Sockets;

namespace PhiVisionML.Downloads.Transport;

/// <summary>Which addresses are on the public internet.</summary>
/// <remarks>Source: the IANA special-purpose address registries for IPv4 and IPv6.</remarks>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublic = [.. new[]
    {
        "0.0.0.0/8",          // this network
        "10.0.0.0/8",         // private
        "100.64.0.0/10",      // shared by carriers
        "127.0.0.0/8",        // loopback
        "168.63.129.16/32",   // Azure's own services, seen from inside
        "169.254.0.0/16",     // link-local, where clouds keep their metadata
        "172.16.0.0/12",      // private
        "192.0.0.0/24",       // protocol assignments
        "192.0.2.0/24",       // documentation
        "192.88.99.0/24",     // 6to4 relays
        "192.168.0.0/16",     // private
        "198.18.0.0/15",      // benchmarks
        "198.51.100.0/24",    // documentation
        "203.0.113.0/24",     // documentation
        "224.0.0.0/4",        // multicast
        "240.0.0.0/4",        // reserved, and broadcast
        "64:ff9b:1::/48",     // local translation
        "2001::/23",          // protocol assignments, Teredo among them
        "2001:db8::/32",      // documentation
        "3fff::/20",          // documentation
    }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether an address belongs to the public internet; addresses that carry an IPv4 address are judged by that.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (CarriedIPv4(address) is { } carried) return IsPublic(carried);
        if (NotPublic.Any(network => network.Contains(address))) return false;
        return address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address);
    }

    private static IPAddress? CarriedIPv4(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (Translated.Contains(address)) return new IPAddress(bytes.AsSpan(12, 4));
        return SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }
}
