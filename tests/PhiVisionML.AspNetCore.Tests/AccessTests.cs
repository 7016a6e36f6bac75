using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using PhiVisionML.AspNetCore.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>Who is answered.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("wrong", 401)]
    [InlineData("first-ke", 401)]
    [InlineData("first-key", 200)]
    [InlineData("second-key", 200)]
    [InlineData("third-key", 200)]
    [InlineData("# third-key", 401)]
    public async Task One_of_the_keys_opens_every_endpoint(string? key, int status)
    {
        File.WriteAllText(_file, "# keys of the shop\n\n third-key \n");
        await using var served = await Served.StartAsync(new ScriptedClient(), options =>
        {
            options.ApiKeys.Add("first-key");
            options.ApiKeys.Add("second-key");
            options.ApiKeyFile = _file;
        });
        if (key is not null)
            served.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        foreach (var response in new[] { await served.AskAsync(), await served.Http.GetAsync("/v1/models"), await served.Http.GetAsync("/v1/models/scripted") })
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count > 0);
        }

        var elsewhere = await served.Http.GetAsync("/v1/nothing");
        Assert.Equal(status == 401 ? 401 : 404, (int)elsewhere.StatusCode);
    }

    [Fact]
    public async Task Another_scheme_is_no_key()
    {
        await using var served = await Served.StartAsync(new ScriptedClient(), options => options.ApiKeys.Add("key"));
        served.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", "key");
        var error = await Served.ErrorOf(await served.AskAsync());
        Assert.Equal((401, "invalid_api_key"), (error.Status, error.Code));
    }

    [Theory]
    [InlineData("127.0.0.1", null, false, 200)]
    [InlineData("127.0.0.1", "localhost:80", false, 200)]
    [InlineData("::1", "[::1]:80", false, 200)]
    [InlineData("127.0.0.1", "evil.example", false, 403)]
    [InlineData("127.0.0.1", "127.0.0.1.evil.example", false, 403)]
    [InlineData("192.0.2.7", null, false, 403)]
    [InlineData("192.0.2.7", null, true, 200)]
    [InlineData("127.0.0.1", "evil.example", true, 200)]
    public async Task Without_a_key_this_machine_alone_is_answered(string from, string? host, bool allowAnonymous, int status)
    {
        await using var served = await Served.StartAsync(new ScriptedClient(), options => options.AllowAnonymous = allowAnonymous, application => application.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            return next(context);
        }));
        served.Http.DefaultRequestHeaders.Host = host;
        Assert.Equal(status, (int)(await served.AskAsync()).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("schlüssel")]
    public async Task A_key_that_no_header_carries_is_refused_at_the_start(string key)
        => await Assert.ThrowsAsync<ArgumentException>(() => Served.StartAsync(new ScriptedClient(), options => options.ApiKeys.Add(key)));

    [Fact]
    public async Task A_file_without_a_key_opens_nothing()
    {
        File.WriteAllText(_file, "# none yet\n");
        Assert.Contains("has no API key", (await Assert.ThrowsAsync<ArgumentException>(() => Served.StartAsync(new ScriptedClient(), options => options.ApiKeyFile = _file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_listed_all_at_once()
    {
        var options = new PhiVisionOpenAIOptions { Prefix = "v1", ApiKeyFile = "/no/such/file", MaxBodyBytes = 0, DrainTime = TimeSpan.FromSeconds(-1), KeepAliveInterval = TimeSpan.Zero };
        string message = Assert.Throws<ArgumentException>(options.Validate).Message;
        Assert.All(["Prefix", "ApiKeyFile", "MaxBodyBytes is 0", "DrainTime", "KeepAliveInterval"], name => Assert.Contains(name, message, StringComparison.Ordinal));
    }
}
