using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Serving;
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
        Assert.Equal(ExitCodes.Success, await served.StopAsync());
        Assert.Contains("Stopped.", served.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-1", served.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_under_way_gets_an_error_when_its_time_is_over()
    {
        await using var served = await ServeProcess.StartAsync("--drain", "0.1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = "phivision-tiny",
                stream = true,
                max_tokens = 2000,
                messages = new[] { new { role = "user", content = "Count." } },
                structured_outputs = new { regex = "[ab]{1400}" },
            }),
        };
        var response = await served.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var ended = served.StopAsync();
        string stream = await response.Content.ReadAsStringAsync();
        Assert.Contains("The server is stopping.", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await ended);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "--json", "Other machines can reach http://0.0.0.0:0")]
    [InlineData("http://*:0", "--json", "Other machines can reach http://*:0")]
    [InlineData("https://127.0.0.1:0", "--json", "is not an address to listen at")]
    [InlineData("127.0.0.1", "--json", "is not an address to listen at")]
    [InlineData("http://127.0.0.1:0", "--model=/no/such/model", "There is no model folder")]
    [InlineData("http://127.0.0.1:0", "--adapter=/no/such/adapter", "There is no model '/no/such/adapter'")]
    [InlineData("http://127.0.0.1:0", "--api-key-file=/no/such/file", "ApiKeyFile is")]
    [InlineData("http://127.0.0.1:0", "--max-queue=0", "MaxQueuedRequests is 0")]
    public async Task What_cannot_be_served_ends_with_code_1_and_a_sentence(string url, string option, string expected)
    {
        var error = Console.Error;
        var written = new StringWriter();
        Console.SetError(written);
        try
        {
            Assert.Equal(ExitCodes.Failure, (await CommandLine.RunAsync("serve", "--url", url, option)).ExitCode);
        }
        finally
        {
            Console.SetError(error);
        }

        Assert.Contains(expected, written.ToString().ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:80", false)]
    [InlineData("http://127.3.2.1:80", false)]
    [InlineData("http://[::1]:80", false)]
    [InlineData("http://[::]:80", true)]
    [InlineData("http://0.0.0.0:80", true)]
    [InlineData("http://+:80", true)]
    [InlineData("http://shop.example:80", true)]
    [InlineData("http://127.0.0.1.example:80", true)]
    public void An_address_is_open_unless_it_is_this_machines_own(string url, bool isOpen) => Assert.Equal(isOpen, ListenAddress.Parse(url).IsOpen);

    private static Task<HttpResponseMessage> AskAsync(ServeProcess served, int tokens)
        => served.Http.PostAsJsonAsync("/v1/chat/completions", new { model = "shop", max_tokens = tokens, messages = new[] { new { role = "user", content = "What is it?" } } });
}
