using PhiVisionML.Downloads.Pictures;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Pictures;

public class FetchHostTests
{
    [Fact]
    public async Task A_host_may_ask_for_any_wait()
    {
        var host = new FetchHost("shop.example", TimeSpan.FromMinutes(2), TimeProvider.System);
        host.Ask(TimeSpan.MinValue);
        await host.ReadyAsync(CancellationToken.None);

        host.Ask(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch);

        Assert.Equal("host_busy", (await Assert.ThrowsAsync<PictureException>(() => host.ReadyAsync(CancellationToken.None))).Reason);
    }
}
