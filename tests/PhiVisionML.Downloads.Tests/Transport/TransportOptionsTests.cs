using PhiVisionML.Downloads.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Transport;

public class TransportOptionsTests
{
    public static TheoryData<string, TransportOptions> Bad => new()
    {
        { "ResponseTimeout", new() { ResponseTimeout = TimeSpan.Zero } },
        { "ResponseTimeout", new() { ResponseTimeout = TimeSpan.MaxValue } },
        { "StallTimeout", new() { StallTimeout = TimeSpan.FromSeconds(-1) } },
        { "Retries", new() { Retries = 21 } },
        { "FirstDelay", new() { FirstDelay = TimeSpan.FromHours(1) } },
        { "LongestDelay", new() { LongestDelay = TimeSpan.FromDays(2) } },
        { "Redirects", new() { Redirects = -1 } },
        { "UserAgent", new() { UserAgent = "no\nlines" } },
        { "UserAgent", new() { UserAgent = "" } },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Bad))]
    public void Values_out_of_range_are_refused_with_name_and_range(string name, TransportOptions options)
        => Assert.StartsWith($"{name} is ", Assert.Throws<ArgumentOutOfRangeException>(name, () => new WebClient(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void Defaults_are_in_range() => new WebClient(new TransportOptions()).Dispose();
}
