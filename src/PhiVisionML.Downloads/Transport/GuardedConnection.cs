using System.Net;
using System.Net.Sockets;

namespace PhiVisionML.Downloads.Transport;

/// <summary>Connects to the addresses of a host that were looked at, so that a name cannot resolve to others between the look and the connection.</summary>
/// <param name="isAllowed">Which addresses may be asked.</param>
internal sealed class GuardedConnection(Func<IPAddress, bool> isAllowed)
{
    /// <exception cref="RefusedAddressException">The host has only addresses that are not public.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var resolved = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        if (resolved.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        IPAddress[] allowed = [.. resolved.Where(isAllowed)];
        if (allowed.Length == 0)
            throw new RefusedAddressException($"The host '{host}' is at {string.Join(", ", resolved.Select(address => address.ToString()))}, which is not an address of the public internet. Allow private addresses if the host is yours.") { IsPrivate = true };
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
