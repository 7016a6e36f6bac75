using System.Net;
using System.Text;

namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>An OpenAI-style server within the process: each request takes the next step of a script, and the last one for ever.</summary>
internal sealed class ScriptedServer(params Func<HttpResponseMessage>[] script) : HttpMessageHandler
{
    private int _requests;

    public int Requests => _requests;

    public List<string> Bodies { get; } = [];

    public static HttpResponseMessage Answer(string content) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            $$$"""{"id":"1","object":"chat.completion","created":1,"model":"served-model","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":{{{System.Text.Json.JsonSerializer.Serialize(content)}}}}}],"usage":{"prompt_tokens":321,"completion_tokens":12,"total_tokens":333}}""",
            Encoding.UTF8, "application/json"),
    };

    public static HttpResponseMessage Status(int status, string? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("""{"error":{"message":"No.","type":"error"}}""", Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
            response.Headers.Add("Retry-After", retryAfter);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _requests);
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (Bodies)
            Bodies.Add(body);
        return script[Math.Min(number, script.Length) - 1]();
    }
}
