using System.Net;
using System.Net.Http.Headers;
using PhiVisionML.Review.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Review.Tests;

public class AccessTests
{
    [Fact]
    public async Task Without_a_key_a_name_that_only_points_to_this_machine_is_refused()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        Assert.Equal(HttpStatusCode.OK, (await served.Http.GetAsync("/review")).StatusCode);
        foreach (string host in (string[])["evil.example", "localhost.evil.example", "127.0.0.1.nip.example"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/review/products/1/pictures/0") { Headers = { Host = host } };
            Assert.Equal(HttpStatusCode.Forbidden, (await served.Http.SendAsync(request)).StatusCode);
        }

        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/review") { Headers = { { "X-Forwarded-For", "10.0.0.1" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await served.Http.SendAsync(proxied)).StatusCode);
    }

    [Fact]
    public async Task With_a_key_nothing_is_shown_before_it_is()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("k1"));
        var refused = await served.Http.GetAsync("/review/products/1?field=title");
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Equal("/review/login?to=%2Freview%2Fproducts%2F1%3Ffield%3Dtitle", refused.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await served.Http.GetAsync("/review/products/1/pictures/0")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await served.Http.PostAsync("/review/products/1/decide", Served.Form(("do", "accept-all")))).StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/review") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "k1") } };
        Assert.Equal(HttpStatusCode.OK, (await served.Http.SendAsync(request)).StatusCode);
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/review") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "k2") } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await served.Http.SendAsync(wrong)).StatusCode);
    }

    [Fact]
    public async Task The_cookie_of_a_session_is_strict_hidden_from_scripts_and_does_not_hold_the_key()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("very-secret-key"));
        var entered = await served.SendAsync("/review/login", "/review/login?to=/review/products/1", ("key", "very-secret-key"), ("name", "Ann"));
        Assert.Equal("/review/products/1", entered.Headers.Location!.ToString());
        string cookie = entered.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("phivision-review=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/review", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await served.Http.GetAsync("/review")).StatusCode);
    }

    [Fact]
    public async Task A_session_made_up_or_of_other_keys_is_none()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("k1"));
        await using var other = await Served.StartAsync(sample, options => options.ApiKeys.Add("k2"));
        string cookie = (await other.SendAsync("/review/login", "/review/login", ("key", "k2"))).Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("phivision-review=", StringComparison.Ordinal)).Split(';')[0];
        foreach (string value in (string[])[cookie, "phivision-review=reviewer", "phivision-review="])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/review") { Headers = { { "Cookie", value } } };
            Assert.Equal(HttpStatusCode.Redirect, (await served.Http.SendAsync(request)).StatusCode);
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/review")]
    [InlineData("/review/..\\evil")]
    [InlineData("/reviewer")]
    public async Task Logging_in_leads_nowhere_else(string target)
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample, options => options.ApiKeys.Add("k"));
        Assert.Equal("/review", (await served.SendAsync("/review/login", "/review/login?to=" + Uri.EscapeDataString(target), ("key", "k"))).Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_form_without_the_pages_token_or_from_elsewhere_changes_nothing()
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        const string Action = "/review/products/1/decide";
        Assert.Equal(HttpStatusCode.BadRequest, (await served.Http.PostAsync(Action, Served.Form(("do", "accept-all")))).StatusCode);
        foreach (var (header, value) in ((string, string)[])[("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")])
        {
            served.Http.DefaultRequestHeaders.Add(header, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await served.SendAsync("/review/products/1", Action, ("do", "accept-all"))).StatusCode);
            served.Http.DefaultRequestHeaders.Remove(header);
        }

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await served.PostJsonAsync(Action, """{"do":"accept-all"}""")).StatusCode);
        Assert.Empty(sample.Enrichment.Ledger);
        Assert.Equal(HttpStatusCode.SeeOther, (await served.SendAsync("/review/products/1", Action, ("do", "accept-all"))).StatusCode);
        Assert.Equal(3, sample.Enrichment.Ledger.Count);
    }

    [Theory]
    [InlineData("/review", "no-store")]
    [InlineData("/review/products/1", "no-store")]
    [InlineData("/review/nothing", "no-store")]
    [InlineData("/review/products/1/pictures/0", "private, max-age=600")]
    public async Task Every_answer_tells_the_browser_what_to_keep_from(string path, string caching)
    {
        using var sample = new Sample(1);
        await using var served = await Served.StartAsync(sample);
        var response = await served.Http.GetAsync(path);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(caching.Replace("private, max-age=600", "max-age=600, private", StringComparison.Ordinal), response.Headers.CacheControl!.ToString());
    }
}
