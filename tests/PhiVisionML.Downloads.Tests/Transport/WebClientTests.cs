using System.Net;
using Microsoft.AspNetCore.Http;
using PhiVisionML.Downloads.Transport;
using Xunit;
using WebClient = PhiVisionML.Downloads.Transport.WebClient;

namespace PhiVisionML.Downloads.Tests.Transport;

public class WebClientTests
{
    private static readonly TransportOptions Trusting = new() { AllowPrivateAddresses = true };
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_server_of_this_machine_is_refused_unless_private_addresses_are_allowed()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("here"));

        using var careful = new WebClient(new TransportOptions());
        foreach (var host in new[] { "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]" })
        {
            var refused = await Assert.ThrowsAsync<RefusedAddressException>(() => careful.SendAsync(new Uri($"http://{host}:{server.Address.Port}/"), null, CancellationToken.None));
            Assert.Contains("127.0.0.1", refused.Message, StringComparison.Ordinal);
        }

        using var trusting = new WebClient(Trusting);
        using var response = await trusting.SendAsync(server.Address, null, CancellationToken.None);
        Assert.Equal("here", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/a")]
    [InlineData("data:text/plain,a")]
    [InlineData("relative/a")]
    public async Task Addresses_that_are_not_of_the_web_are_refused(string url)
    {
        using var client = new WebClient(Trusting);
        await Assert.ThrowsAsync<RefusedAddressException>(() => client.SendAsync(new Uri(url, UriKind.RelativeOrAbsolute), null, CancellationToken.None));
    }

    [Fact]
    public async Task Redirects_are_followed_one_by_one_with_headers_made_anew()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Request.Path == "/end"
            ? context.Response.WriteAsync(context.Request.Headers["X-For"]!)
            : RedirectAsync(context, 308, "end"));
        using var client = new WebClient(Trusting);

        using var response = await client.SendAsync(new Uri(server.Address, "/start"), request => request.Headers.Add("X-For", request.RequestUri!.AbsolutePath), CancellationToken.None);

        Assert.Equal("/end", await response.Content.ReadAsStringAsync());
        Assert.Equal("/end", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "file:///etc/passwd")]
    [InlineData("//10.0.0.1:1/", "10.0.0.1")]
    [InlineData("http://169.254.169.254/latest/meta-data", "169.254.169.254")]
    [InlineData("/again", "more than 5 times")]
    [InlineData("http://xn--aé.example/a.jpg", "no valid international name")]
    public async Task Redirects_to_where_downloads_may_not_go_are_refused(string location, string told)
    {
        await using var server = await LoopbackServer.StartAsync(context => RedirectAsync(context, 302, location));
        // The server itself is at a loopback address.
        using var careful = new WebClient(Trusting, address => IPAddress.IsLoopback(address) || AddressRules.IsPublic(address));

        var refused = await Assert.ThrowsAsync<RefusedAddressException>(() => careful.SendAsync(server.Address, null, CancellationToken.None));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_without_a_usable_address_is_the_answer_itself()
    {
        await using var server = await LoopbackServer.StartAsync(context => RedirectAsync(context, 301, "http://[broken"));
        using var client = new WebClient(Trusting);
        using var response = await client.SendAsync(server.Address, null, CancellationToken.None);
        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
    }

    [Fact]
    public async Task A_redirect_to_a_name_outside_ASCII_arrives()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Request.Path == "/tasche-grün.jpg" ? context.Response.WriteAsync("bag") : RedirectAsync(context, 302, "/tasche-grün.jpg"));
        using var client = new WebClient(Trusting);
        using var response = await client.SendAsync(server.Address, null, CancellationToken.None);
        Assert.Equal("bag", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await using var server = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var hasty = new WebClient(Trusting with { ResponseTimeout = Short });
        var late = await Assert.ThrowsAsync<TimeoutException>(() => hasty.SendAsync(new Uri(server.Address, "/a.jpg?signature=secret"), null, CancellationToken.None));
        Assert.Equal($"'{server.Address}a.jpg' did not answer within 0.3 s.", late.Message);

        using var client = new WebClient(Trusting);
        using var cancel = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(server.Address, null, cancel.Token));
    }

    [Fact]
    public async Task A_body_that_stops_or_breaks_off_is_given_up()
    {
        var isRead = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("start");
            await context.Response.Body.FlushAsync();
            if (context.Request.Path == "/stalls") await Task.Delay(Timeout.Infinite, context.RequestAborted);
            await isRead.Task; // a reset may overtake what is not read yet
            context.Abort();
        });
        using var client = new WebClient(Trusting);
        await Assert.ThrowsAsync<TimeoutException>(() => ReadAllAsync("/stalls", Short));
        await Assert.ThrowsAsync<HttpIOException>(() => ReadAllAsync("/breaks", Trusting.StallTimeout));

        async Task ReadAllAsync(string path, TimeSpan patience)
        {
            using var response = await client.SendAsync(new Uri(server.Address, path), null, CancellationToken.None);
            await using var body = await response.Content.ReadAsStreamAsync();
            while (await StallGuard.ReadAsync(body, new byte[64], patience, CancellationToken.None) > 0)
            {
                if (path == "/breaks") isRead.TrySetResult();
            }
        }
    }

    private static Task RedirectAsync(HttpContext context, int status, string location)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
