using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace PhiVisionML.Review.Access;

/// <summary>
/// Keeps a client from trying keys in the form as fast as it can: so many at once, then one every few seconds. Addresses share a fixed number of places, so
/// that no crowd of them takes memory without end; which ones share a place is drawn.
/// </summary>
internal sealed class LoginThrottle : IDisposable
{
    private const int Tries = 10, Places = 4096, NetworkBytes = 8;

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(6);

    private static readonly TokenBucketRateLimiterOptions Bucket = new() { TokenLimit = Tries, TokensPerPeriod = 1, ReplenishmentPeriod = TryAgain, QueueLimit = 0 };

    private readonly PartitionedRateLimiter<IPAddress?> _limiter;
    private readonly int _draw = Random.Shared.Next();

    public LoginThrottle() => _limiter = PartitionedRateLimiter.Create<IPAddress?, int>(address => RateLimitPartition.GetTokenBucketLimiter(PlaceOf(address), _ => Bucket));

    /// <summary>Takes a try.</summary>
    /// <returns>Null where there is one; otherwise how long to wait for the next.</returns>
    public TimeSpan? Take(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context.Connection.RemoteIpAddress);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TryAgain;
    }

    public void Dispose() => _limiter.Dispose();

    // Of IPv6 a client has a whole network.
    private int PlaceOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        var hash = new HashCode();
        hash.Add(_draw);
        if (address is not null)
            hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? address.GetAddressBytes().AsSpan(0, NetworkBytes) : address.GetAddressBytes());
        return (int)((uint)hash.ToHashCode() % Places);
    }
}
