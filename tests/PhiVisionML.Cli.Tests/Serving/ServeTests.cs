using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PhiVisionML.Cli.Output;
using Xunit;

namespace PhiVisionML.Cli.Tests.Serving;

/// <summary><c>phivision serve</c> from its start to its end.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-serve").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_answers_with_a_key_and_ends_with_code_0_after_Ctrl_C()
    {
        string keys = Path.Combine(_folder, "keys.txt");
        File.WriteAllText(keys, "# shop\nsecret-1\n");
        await using var served = await ServeProcess.StartAsync("--api-key-file", keys, "--model-id", "shop", "--max-tokens", "500", "--max-body-mib", "1");
        Assert.Equal("Healthy", await served.Http.GetStringAsync("/health/live"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(served, 8)).StatusCode);
        served.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-1");
        var answer = await (await AskAsync(served, 8)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("shop", answer.GetProperty("model").GetString());
        Assert.NotEmpty(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(served, 501)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await served.Http.PostAsJsonAsync("/v1/chat/completions", new string('x', 1 << 20))).StatusCode);
        Assert.Equal(ExitCodes.Success, await served.InterruptAsync());
        Assert.Contains("Stopped.", served.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-1", served.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_under_way_gets_an_error_when_its_time_is_over()
    {
        await using var served = await ServeProcess.StartAsync("--drain", "0.2");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = "phivision-tiny",
                stream = true,
                max_tokens = 1500,
                messages = new[] { new { role = "user", content = "Count." } },
                structured_outputs = new { regex = "a{700}" },
            }),
        };
        var response = await served.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var ended = served.InterruptAsync();
        string stream = await response.Content.ReadAsStringAsync();
        Assert.Contains("The server is stopping.", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await ended);
    }

    [Theory]
    [InlineData("--url", "http://0.0.0.0:0")]
    [InlineData("--url", "http://*:0")]
    [InlineData("--url", "https://127.0.0.1:0")]
    [InlineData("--url", "127.0.0.1")]
    [InlineData("--model", "/no/such/model")]
    [InlineData("--adapter", "/no/such/adapter")]
    [InlineData("--api-key-file", "/no/such/file")]
    [InlineData("--max-queue", "0")]
    public async Task What_cannot_be_served_ends_with_code_1(params string[] arguments)
        => Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync(["serve", "--url", "http://127.0.0.1:0", .. arguments])).ExitCode);

    private static Task<HttpResponseMessage> AskAsync(ServeProcess served, int tokens)
        => served.Http.PostAsJsonAsync("/v1/chat/completions", new { model = "shop", max_tokens = tokens, messages = new[] { new { role = "user", content = "What is it?" } } });
}
