using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

/// <summary>The form that asks for a key: how often it may be sent, and what it gives over TLS.</summary>
public class LoginTests
{
    private const int Tries = 10, ManyMore = 200;

    [Fact]
    public async Task Who_tries_many_keys_has_to_wait_and_who_sends_a_right_one_as_a_header_has_not()
    {
        using var sample = new Sample(1, 64);
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("k"));
        var refused = await served.SendAsync("/review/login", "/review/login", ("key", "wrong"));
        int wrong = 0;
        for (; refused.StatusCode == HttpStatusCode.Unauthorized && wrong < ManyMore; wrong++)   // a slow machine earns some more on the way
            refused = await served.SendAsync("/review/login", "/review/login", ("key", "wrong"));
        Assert.True(wrong >= Tries, $"{wrong}");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many keys came from your address. Wait ", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/review") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "k") } };
        Assert.Equal(HttpStatusCode.OK, (await served.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", false)]
    [InlineData("10.0.0.1", "10.0.0.2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", true)]
    public void Other_clients_need_not_wait_and_addresses_of_one_network_are_one_client(string first, string second, bool isFree)
    {
        int free = 0;
        for (int draw = 0; draw < 3; draw++)   // two addresses may share a place, hardly ever twice
        {
            using var throttle = new LoginThrottle();
            for (int i = 0; i < ManyMore; i++)
                throttle.Take(At(first));
            free += throttle.Take(At(second)) is null ? 1 : 0;
        }

        Assert.Equal(isFree, free >= 2);
        Assert.True(isFree || free == 0);

        static DefaultHttpContext At(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Behind_a_proxy_that_is_believed_cookies_go_over_TLS_alone_where_the_browser_speaks_it(string scheme, bool isSecure)
    {
        using var sample = new Sample(1, 64);
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("k"), BelieveProxy);
        served.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        served.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        var page = await served.Http.GetAsync("/review/login");
        string token = Served.TokenOf(await page.Content.ReadAsStringAsync()), antiforgery = page.Headers.GetValues("Set-Cookie").Single();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/review/login")
        {
            Content = Served.Form(("__RequestVerificationToken", token), ("key", "k")),
            Headers = { { "Cookie", antiforgery.Split(';')[0] } },   // a browser would send it to the proxy over TLS
        };
        var entered = await served.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        string session = entered.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("phivision-review=", StringComparison.Ordinal));
        Assert.All([antiforgery, session], cookie => Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Without_a_key_what_came_through_a_proxy_is_refused_even_where_the_proxy_is_believed()
    {
        using var sample = new Sample(1, 64);
        await using var served = await Served.StartAsync(sample, before: BelieveProxy);
        Assert.Equal(HttpStatusCode.OK, (await served.Http.GetAsync("/review")).StatusCode);
        foreach (var (name, value) in ((string, string)[])[("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/review") { Headers = { { name, value } } };
            Assert.Equal(HttpStatusCode.Forbidden, (await served.Http.SendAsync(request)).StatusCode);
        }
    }

    private static void BelieveProxy(WebApplication application)
        => application.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
}
