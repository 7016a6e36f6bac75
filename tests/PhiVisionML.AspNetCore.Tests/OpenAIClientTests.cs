using System.ClientModel;
using System.ComponentModel;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Tests.Fakes;
using PhiVisionML.Chat;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>OpenAI's own client for .NET talks to the endpoints as it talks to OpenAI's.</summary>
public class OpenAIClientTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public async Task It_lists_models_and_finds_one()
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        var models = served.OpenAI().GetOpenAIModelClient();
        Assert.Equal([ScriptedClient.Model], (await models.GetModelsAsync()).Value.Select(model => model.Id));
        Assert.Equal(ScriptedClient.Model, (await models.GetModelAsync(ScriptedClient.Model)).Value.Id);
    }

    [Fact]
    public async Task It_sends_text_pictures_and_options_and_reads_the_answer()
    {
        var client = new ScriptedClient();
        await using var served = await Served.StartAsync(client);
        var options = new ChatOptions { MaxOutputTokens = 9, Temperature = 0.5f, TopP = 0.5f, Seed = 3, StopSequences = ["x"], Instructions = "Be short." };
        var response = await served.ChatClient().GetResponseAsync([new(ChatRole.User, [new TextContent("What is it?"), new DataContent(Bytes, "image/png")])], options);
        Assert.Equal("One two three", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(14, response.Usage!.TotalTokenCount);
        Assert.Equal((9, 0.5f, 0.5f, 3L), (client.Options.MaxOutputTokens, client.Options.Temperature, client.Options.TopP, client.Options.Seed));
        Assert.Equal(["x"], client.Options.StopSequences);
        Assert.Equal(["Be short.", "What is it?"], client.Messages.Select(message => message.Text));
        Assert.Equal(Bytes, client.Messages[1].Contents.OfType<DataContent>().Single().Data.ToArray());
    }

    [Fact]
    public async Task It_streams_and_asks_for_usage()
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        var updates = await served.ChatClient().GetStreamingResponseAsync("Hi").ToListAsync();
        Assert.Equal(["One", " two", " three"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates.Select(update => update.FinishReason).OfType<ChatFinishReason>().Distinct()));
        Assert.Equal(14, updates.ToChatResponse().Usage!.TotalTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_calls_functions_and_sends_their_results(bool stream)
    {
        var client = new ScriptedClient
        {
            Answer = messages => messages[^1].Role == ChatRole.Tool
                ? ScriptedClient.Say(string.Concat(messages[^1].Contents.OfType<FunctionResultContent>().Select(result => result.Result)))
                : ScriptedClient.Call(new FunctionCallContent("c1", "price", new Dictionary<string, object?> { ["sku"] = "7" })),
        };
        await using var served = await Served.StartAsync(client);
        using var invoking = served.ChatClient().AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(([Description("The number")] string sku) => $"{sku} costs 12 EUR", "price", "The price of a product")], ToolMode = ChatToolMode.RequireSpecific("price"), AllowMultipleToolCalls = false };
        var response = stream ? await invoking.GetStreamingResponseAsync("How much is 7?", options).ToChatResponseAsync() : await invoking.GetResponseAsync("How much is 7?", options);
        Assert.Contains("7 costs 12 EUR", response.Text, StringComparison.Ordinal);
        Assert.Equal(2, client.Requests);
        Assert.Equal("The price of a product", Assert.Single(client.Options.Tools!).Description);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_calls_functions_for_our_own_client_too(bool stream)
    {
        using var model = Script.Saying(Script.PriceOfA1, Script.NoCall, "It costs 12.5 francs.");
        using var client = model.Client();
        await using var served = await Served.StartAsync(client);
        using var invoking = served.ChatClient("fake").AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [Script.Price, Script.Stock] };
        var response = stream ? await invoking.GetStreamingResponseAsync("What does A1 cost?", options).ToChatResponseAsync() : await invoking.GetResponseAsync("What does A1 cost?", options);
        Assert.EndsWith("It costs 12.5 francs.", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Contains("12.5", Script.Prompts(model)[^1], StringComparison.Ordinal);
        Assert.Equal(3, model.Batches.Count);
    }

    [Fact]
    public async Task It_asks_for_a_record_and_the_schema_arrives()
    {
        var client = new ScriptedClient { Answer = _ => ScriptedClient.Say("""{"title":"Scarf",""", """ "price":12.5}""") };
        await using var served = await Served.StartAsync(client);
        var product = (await served.ChatClient().GetResponseAsync<Product>("Describe it")).Result;
        Assert.Equal(new Product("Scarf", 12.5), product);
        Assert.Contains("title", Assert.IsType<ChatResponseFormatJson>(client.Options.ResponseFormat).Schema!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_gets_a_record_from_the_tiny_model()
    {
        using var client = new PhiVisionChatClient(Tiny.Model);
        await using var served = await Served.StartAsync(client);
        var response = await served.ChatClient("phivision-tiny").GetResponseAsync<Described>([Tiny.Ask("What is it?", "product")], options: new ChatOptions { MaxOutputTokens = 200 });
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.InRange(response.Result.Stars, 1, 5);
    }

    [Fact]
    public async Task It_gets_over_HTTP_what_the_tiny_model_answers_in_the_process()
    {
        using var client = new PhiVisionChatClient(Tiny.Model);
        await using var served = await Served.StartAsync(client);
        var options = new ChatOptions { MaxOutputTokens = 24 };
        ChatMessage[] messages = [new(ChatRole.System, "Be short."), Tiny.Ask("What is it?", "product", "square"), new(ChatRole.Assistant, "A mug."), new(ChatRole.User, "What colour is it?")];
        var here = await client.GetResponseAsync(messages, options);
        var there = await served.ChatClient("phivision-tiny").GetResponseAsync(messages, options);
        Assert.Equal((here.Text, here.FinishReason), (there.Text, there.FinishReason));
        Assert.Equal((here.Usage!.InputTokenCount, here.Usage.OutputTokenCount), (there.Usage!.InputTokenCount, there.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Errors_have_their_status()
    {
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => throw new QueueFullException("3 requests wait.") }, options => options.ApiKeys.Add("key"));
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => served.ChatClient("gpt", "key").GetResponseAsync("Hi"))).Status);
        Assert.Equal(401, (await Assert.ThrowsAsync<ClientResultException>(() => served.ChatClient(key: "wrong").GetResponseAsync("Hi"))).Status);
        var full = await Assert.ThrowsAsync<ClientResultException>(() => served.ChatClient(key: "key").GetResponseAsync("Hi"));
        Assert.Equal(429, full.Status);
        Assert.Contains("3 requests wait.", full.Message, StringComparison.Ordinal);
        Assert.True(full.GetRawResponse()!.Headers.TryGetValue("Retry-After", out _));
    }

    private sealed record Product(string Title, double Price);

    private sealed record Described(string Kind, [property: System.ComponentModel.DataAnnotations.Range(1, 5)] long Stars);
}
