using Microsoft.AspNetCore.Http;
using PhiVisionML.Downloads.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Transport;

public class WebClientTests
{
    [Fact]
    public async Task A_server_of_this_machine_is_refused_unless_private_addresses_are_allowed()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("here"));

        using var careful = new WebClient(new TransportOptions());
        var refused = await Assert.ThrowsAsync<RefusedAddressException>(() => careful.SendAsync(server.Address, null, CancellationToken.None));
        Assert.Contains("127.0.0.1", refused.Message, StringComparison.Ordinal);

        using var trusting = new WebClient(new TransportOptions { AllowPrivateAddresses = true });
        using var response = await trusting.SendAsync(server.Address, null, CancellationToken.None);
        Assert.Equal("here", await response.Content.ReadAsStringAsync());
    }
}
