using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Tests.Fakes;
using PhiVisionML.Chat;
using PhiVisionML.Model.Images;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>What goes wrong has a status and OpenAI's shape.</summary>
public class ErrorTests
{
    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new NotSupportedException("No: FrequencyPenalty (0.5; there is repetition_penalty among AdditionalProperties)."), 400, "No: frequency_penalty (0.5; there is repetition_penalty)." },
        { new ArgumentException("MaxOutputTokens is 9; it must be 1 to 8.", "options"), 400, "max_completion_tokens is 9; it must be 1 to 8." },
        { new PictureRefusedException("Picture 1 of 1: too large."), 400, "Picture 1 of 1: too large." },
        { new QueueFullException("3 requests wait."), 429, "3 requests wait." },
        { new ObjectDisposedException("client"), 503, "The server is stopping." },
        { new InvalidOperationException("/secret/path"), 500, "The request failed inside the server; its log says why." },
        { new OperationCanceledException("by itself"), 500, "The request failed inside the server; its log says why." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_has_its_status_before_the_first_piece(Exception failure, int status, string message)
    {
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => throw failure });
        foreach (string stream in new[] { "false", "true" })
        {
            var response = await served.AskAsync($"\"stream\":{stream}");
            var error = await Served.ErrorOf(response);
            Assert.Equal((status, message), (error.Status, error.Message));
            Assert.Equal(status == 429, response.Headers.RetryAfter is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_an_event_after_the_first_piece_and_the_stream_is_not_done(Exception failure, int status, string message)
    {
        async IAsyncEnumerable<ChatResponseUpdate> Break()
        {
            yield return ScriptedClient.Update(new TextContent("One"));
            await Task.Yield();
            throw failure;
        }

        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => Break() });
        var response = await served.AskAsync("\"stream\":true");
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(200, status);
        Assert.Contains("\n\nevent: error\ndata: {\"error\":{\"message\":\"" + message, text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"finish_reason\":\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_404_and_those_that_are_there_are_named()
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        var error = await Served.ErrorOf(await served.AskAsync(model: "gpt"));
        Assert.Equal((404, "There is no model 'gpt' here; there is 'scripted'.", "model", "model_not_found"), error);
        Assert.Equal(404, (await Served.ErrorOf(await served.Http.GetAsync("/v1/models/gpt"))).Status);
        var none = await Served.ErrorOf(await served.PostAsync("""{"messages":[{"role":"user","content":"Hi"}]}"""));
        Assert.Equal((400, "'model' is missing.", "model"), (none.Status, none.Message, none.Param));
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("DELETE", "/v1/models", 405)]
    [InlineData("POST", "/v1/models/scripted", 405)]
    [InlineData("POST", "/v1/embeddings", 404)]
    [InlineData("GET", "/v1", 404)]
    [InlineData("GET", "/v1/models/", 200)]
    public async Task Other_methods_and_paths_have_the_shape_too(string method, string path, int status)
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var response = await served.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200)
            Assert.Contains(path, (await Served.ErrorOf(response)).Message, StringComparison.Ordinal);
        Assert.Equal(status == 405, response.Content.Headers.Allow.Count > 0);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData(null, 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    public async Task Only_JSON_in_UTF_8_is_taken(string? type, int status)
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"model":"scripted","messages":[{"role":"user","content":"Hi"}]}"""));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        var response = await served.Http.PostAsync("/v1/chat/completions", content);
        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200)
            Assert.Contains("application/json", (await Served.ErrorOf(response)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused_with_both_numbers(bool chunked)
    {
        await using var served = await Served.StartAsync(new ScriptedClient(), options => options.MaxBodyBytes = 1000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(new string(' ', 1001), Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        var error = await Served.ErrorOf(await served.Http.SendAsync(request));
        Assert.Equal(413, error.Status);
        Assert.Contains("1001 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        Assert.True((await served.AskAsync()).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_body_may_be_larger_than_the_web_servers_own_limit()
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        var response = await served.PostAsync($$"""{"model":"scripted","messages":[{"role":"user","content":"{{new string('x', 40_000_000)}}"}]}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_name_twice_and_nesting_without_end_are_refused()
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        Assert.Equal(400, (await Served.ErrorOf(await served.AskAsync("\"seed\":1,\"seed\":2"))).Status);
        Assert.Equal(400, (await Served.ErrorOf(await served.PostAsync(new string('[', 100_000)))).Status);
        Assert.Equal(400, (await Served.ErrorOf(await served.PostAsync("[]"))).Status);
        Assert.Equal(400, (await Served.ErrorOf(await served.PostAsync(""))).Status);
    }
}
