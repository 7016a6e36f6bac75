using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Hosting.Enrichers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>A model behind OpenAI's way of HTTP, with everything that such a server may say.</summary>
public sealed class ServedModelTests
{
    private const string Json = """{"title":"Mug","category":"Mugs","price":9.5}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ChatClientEnricherOptions Options => new()
    {
        Question = new ProductQuestion { Template = TinyShop.Template, Choices = new Dictionary<string, IReadOnlyList<string>> { ["category"] = TinyShop.Categories } },
        FirstBackOff = TimeSpan.FromMilliseconds(1),
        LongestBackOff = TimeSpan.FromSeconds(2),
        MaxRetries = 3,
    };

    [Fact]
    public async Task The_picture_travels_as_data_and_the_answer_comes_back_with_its_cost()
    {
        using var server = new ScriptedServer(() => ScriptedServer.Answer(Json));

        var answer = (await AskAsync(server)).Answer!;

        Assert.Equal(("served-model", 321, 12), (answer.Model, answer.PromptTokens, answer.OutputTokens));
        Assert.Equal(["Mug", "Mugs", "9.50"], answer.Fields.Select(field => field.Value));
        Assert.Contains("data:image/png;base64,", server.Bodies[0], StringComparison.Ordinal);
        Assert.Contains("json_schema", server.Bodies[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        using var server = new ScriptedServer(() => ScriptedServer.Status(status), () => ScriptedServer.Status(status), () => ScriptedServer.Answer(Json));

        Assert.NotNull((await AskAsync(server)).Answer);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_server_that_says_when_is_asked_then()
    {
        using var server = new ScriptedServer(() => ScriptedServer.Status(429, retryAfter: "17"), () => ScriptedServer.Status(503), () => ScriptedServer.Answer(Json));
        var time = new RecordedWaits(TimeSpan.FromSeconds(20));

        Assert.NotNull((await AskAsync(server, Options with { LongestBackOff = TimeSpan.FromSeconds(20) }, time: time)).Answer);

        Assert.Equal(TimeSpan.FromSeconds(17), time.Waits[0]);
        Assert.InRange(time.Waits.Count, 1, 2);
        Assert.All(time.Waits.Skip(1), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(1)));   // by chance it may be none at all
    }

    [Fact]
    public async Task A_longer_wait_is_left_to_the_worker()
    {
        using var server = new ScriptedServer(() => ScriptedServer.Status(429, retryAfter: "120"));

        var failure = await Assert.ThrowsAsync<EnricherUnavailableException>(() => AskAsync(server));

        Assert.Equal((TimeSpan.FromSeconds(120), 1), (failure.RetryAfter, server.Requests));
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(429, 4)]
    [InlineData(503, 4)]
    public async Task What_is_no_products_fault_makes_the_enricher_unavailable(int status, int requests)
    {
        using var server = new ScriptedServer(() => ScriptedServer.Status(status));

        await Assert.ThrowsAsync<EnricherUnavailableException>(() => AskAsync(server));

        Assert.Equal(requests, server.Requests);
    }

    [Theory]
    [InlineData(400, true, 1)]
    [InlineData(413, true, 1)]
    [InlineData(422, true, 1)]
    [InlineData(500, false, 4)]
    public async Task What_the_server_says_of_a_request_is_the_products(int status, bool isPermanent, int requests)
    {
        using var server = new ScriptedServer(() => ScriptedServer.Status(status));

        var result = await AskAsync(server);

        Assert.Equal((isPermanent, requests), (result.IsPermanent, server.Requests));
        Assert.NotEmpty(result.Error!);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_makes_the_enricher_unavailable_whether_the_client_tried_again_or_not()
    {
        var refused = new Func<HttpResponseMessage>(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        using var server = new ScriptedServer(refused);
        using var other = new ScriptedServer(refused);

        await Assert.ThrowsAsync<EnricherUnavailableException>(() => AskAsync(server));
        await Assert.ThrowsAsync<EnricherUnavailableException>(() => AskAsync(other, Options with { MaxRetries = 0 }, clientRetries: 1));

        Assert.Equal((4, 2), (server.Requests, other.Requests));
    }

    [Fact]
    public async Task No_more_requests_a_minute_are_sent_than_allowed()
    {
        using var server = new ScriptedServer(() => ScriptedServer.Answer(Json));
        using var client = Client(server, retries: 0);
        using var enricher = new ChatClientEnricher(client, Options with { RequestsPerMinute = 1 });
        using var cancellation = new CancellationTokenSource();

        var asked = Enumerable.Range(0, 3).Select(_ => enricher.EnrichAsync([TinyShop.Product("P", TinyShop.Picture("product.png"))], cancellation.Token)).ToList();
        var answered = await Task.WhenAny(asked);
        await cancellation.CancelAsync();

        Assert.NotNull((await answered)[0].Answer);
        foreach (var waiting in asked.Except([answered]))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, server.Requests);
    }

    private static async Task<EnrichmentResult> AskAsync(ScriptedServer server, ChatClientEnricherOptions? options = null, int clientRetries = 0, TimeProvider? time = null)
    {
        using var client = Client(server, clientRetries);
        using var enricher = new ChatClientEnricher(client, options ?? Options, time: time);
        return Assert.Single(await enricher.EnrichAsync([TinyShop.Product("P", TinyShop.Picture("product.png"))], Cancellation));
    }

    private static IChatClient Client(ScriptedServer server, int retries)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri("http://localhost:1/v1"), Transport = new HttpClientPipelineTransport(new HttpClient(server)), RetryPolicy = new ClientRetryPolicy(retries) };
        return new OpenAIClient(new ApiKeyCredential("key"), options).GetChatClient("asked-model").AsIChatClient();
    }
}
