namespace PhiVisionML.Downloads.Transport;

/// <summary>How servers are asked, whatever is asked for.</summary>
public sealed record TransportOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The longest wait for a connection and for the first byte of an answer's head. Default 30 s; above 0, at most a day.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait for the next bytes of a body. Default 30 s; above 0, at most a day.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first, for failures that may pass: no connection, a stall, a body cut short, 408, 425, 429, 500, 502, 503, 504. Default 5; 0 to 20.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the second attempt; doubled each time, with jitter, up to <see cref="LongestDelay"/>. Default 1 s; from 0 to that.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts. A server that asks for a longer one with Retry-After is given up. Default 2 minutes; from 0 to a day.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Redirects that are followed, one after the other. Default 5; 0 to 20.</summary>
    public int Redirects { get; init; } = 5;

    /// <summary>Whether addresses of private networks, of this machine and of the link may be asked. Default <c>false</c>: a table from elsewhere must not reach them.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>What the program calls itself to servers. Default <c>PhiVisionML</c>.</summary>
    public string UserAgent { get; init; } = "PhiVisionML";

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        OptionRange.Require(ResponseTimeout > TimeSpan.Zero && ResponseTimeout <= Longest, nameof(ResponseTimeout), ResponseTimeout, "above 0 and at most a day");
        OptionRange.Require(StallTimeout > TimeSpan.Zero && StallTimeout <= Longest, nameof(StallTimeout), StallTimeout, "above 0 and at most a day");
        OptionRange.Require(Retries is >= 0 and <= 20, nameof(Retries), Retries, "from 0 to 20");
        OptionRange.Require(LongestDelay >= TimeSpan.Zero && LongestDelay <= Longest, nameof(LongestDelay), LongestDelay, "from 0 to a day");
        OptionRange.Require(FirstDelay >= TimeSpan.Zero && FirstDelay <= LongestDelay, nameof(FirstDelay), FirstDelay, $"from 0 to the longest delay {LongestDelay}");
        OptionRange.Require(Redirects is >= 0 and <= 20, nameof(Redirects), Redirects, "from 0 to 20");
        using var request = new HttpRequestMessage();
        OptionRange.Require(request.Headers.UserAgent.TryParseAdd(UserAgent), nameof(UserAgent), UserAgent, "a name as in 'Shop/1.0 (+https://shop.example)'");
    }
}
