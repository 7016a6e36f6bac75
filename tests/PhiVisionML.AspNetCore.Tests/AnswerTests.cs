using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using PhiVisionML.AspNetCore.Tests.Fakes;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>What an answer looks like, whole and piece by piece.</summary>
public class AnswerTests
{
    private static FunctionCallContent[] Calls => [new("c1", "price", new Dictionary<string, object?> { ["sku"] = "7" }), new("c2", "stock")];

    [Fact]
    public async Task A_whole_answer_has_text_reason_and_usage()
    {
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => ScriptedClient.Say("<b>Grün</b>", " \"5\"") });
        var response = await served.AskAsync();
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("""[{"index":0,"message":{"role":"assistant","content":"<b>Grün</b> \"5\"","refusal":null},"finish_reason":"stop"}]""", answer.GetProperty("choices").GetRawText());
        Assert.Equal("""{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13}""", answer.GetProperty("usage").GetRawText());
        Assert.Equal(("chat.completion", "scripted", "r1"), (answer.GetProperty("object").GetString(), answer.GetProperty("model").GetString(), answer.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Calls_come_with_their_arguments_as_text_and_without_content()
    {
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => ScriptedClient.Call(Calls) });
        var answer = await (await served.AskAsync()).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            """[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"price","arguments":"{\"sku\":\"7\"}"}},{"id":"c2","type":"function","function":{"name":"stock","arguments":"{}"}}]},"finish_reason":"tool_calls"}]""",
            answer.GetProperty("choices").GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_has_the_role_first_one_reason_last_and_usage_where_it_is_asked_for(bool usage)
    {
        await using var served = await Served.StartAsync(new ScriptedClient());
        var response = await served.AskAsync($$"""
            "stream":true,"stream_options":{"include_usage":{{(usage ? "true" : "false")}}}
            """);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        string[] events = Events(await response.Content.ReadAsStringAsync());
        Assert.Equal("[DONE]", events[^1]);
        JsonElement[] chunks = [.. events[..^1].Select(text => JsonElement.Parse(text))];
        Assert.All(chunks, chunk => Assert.Equal(("r1", "scripted", "chat.completion.chunk"), (chunk.GetProperty("id").GetString(), chunk.GetProperty("model").GetString(), chunk.GetProperty("object").GetString())));
        var choices = chunks.Where(chunk => chunk.GetProperty("choices").GetArrayLength() == 1).Select(chunk => chunk.GetProperty("choices")[0].GetRawText());
        Assert.Equal(
            [
                """{"index":0,"delta":{"role":"assistant","content":"One"},"finish_reason":null}""",
                """{"index":0,"delta":{"content":" two"},"finish_reason":null}""",
                """{"index":0,"delta":{"content":" three"},"finish_reason":null}""",
                """{"index":0,"delta":{},"finish_reason":"stop"}""",
            ],
            choices);
        Assert.Equal(usage ? ["""{"prompt_tokens":11,"completion_tokens":3,"total_tokens":14}"""] : [], chunks.Where(chunk => chunk.TryGetProperty("usage", out _)).Select(chunk => chunk.GetProperty("usage").GetRawText()));
    }

    [Fact]
    public async Task A_stream_ends_with_its_calls()
    {
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => ScriptedClient.Call(Calls) });
        string[] events = Events(await (await served.AskAsync("\"stream\":true")).Content.ReadAsStringAsync());
        Assert.Equal(3, events.Length);
        Assert.Contains("""
            "delta":{"role":"assistant","tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"price","arguments":"{\"sku\":\"7\"}"}},{"index":1,"id":"c2"
            """, events[0], StringComparison.Ordinal);
        Assert.Contains("""{"index":0,"delta":{},"finish_reason":"tool_calls"}""", events[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_the_server_answered_itself_is_not_left_to_the_sender()
    {
        var client = new ScriptedClient { Answer = messages => messages.Any(message => message.Role == ChatRole.Tool) ? ScriptedClient.Say("12 EUR") : ScriptedClient.Call(Calls[0]) };
        using var invoking = client.AsBuilder().ConfigureOptions(options => options.Tools = [AIFunctionFactory.Create((string sku) => $"{sku}: 12 EUR", "price")]).UseFunctionInvocation().Build();
        await using var served = await Served.StartAsync(invoking);
        var whole = await (await served.AskAsync()).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("""{"index":0,"message":{"role":"assistant","content":"12 EUR","refusal":null},"finish_reason":"stop"}""", whole.GetProperty("choices")[0].GetRawText());
        Assert.Equal(22, whole.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        string stream = await (await served.AskAsync("\"stream\":true")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("tool_calls", stream, StringComparison.Ordinal);
        Assert.Contains("12 EUR", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_is_made_up_where_the_client_gives_none_and_ids_are_too()
    {
        static async IAsyncEnumerable<ChatResponseUpdate> Bare()
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "x");
        }

        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => Bare() });
        var whole = await (await served.AskAsync()).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("stop", whole.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.StartsWith("chatcmpl-", whole.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("usage").ValueKind);
        string[] events = Events(await (await served.AskAsync("\"stream\":true")).Content.ReadAsStringAsync());
        Assert.Single(events[..^1].Select(text => JsonElement.Parse(text).GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_stream_that_waits_gets_comments()
    {
        static async IAsyncEnumerable<ChatResponseUpdate> Late()
        {
            await Task.Delay(300);
            yield return ScriptedClient.Update(new TextContent("x"));
        }

        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => Late() }, options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(20));
        string text = await (await served.AskAsync("\"stream\":true")).Content.ReadAsStringAsync();
        Assert.StartsWith(": waiting\n\n", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_models_are_listed_and_each_is_answered_by_its_client()
    {
        ScriptedClient one = new(), two = new() { Answer = _ => ScriptedClient.Say("Summer") };
        await using var served = await Served.StartAsync(
            services => services.AddKeyedSingleton<IChatClient>("one", one).AddKeyedSingleton<IChatClient>("two", two),
            options => options.Models = services => [ServedModel.Of(services.GetRequiredKeyedService<IChatClient>("one")), new ServedModel("shop/summer", services.GetRequiredKeyedService<IChatClient>("two"))]);
        var models = await served.Http.GetFromJsonAsync<JsonElement>("/v1/models");
        Assert.Equal(["scripted", "shop/summer"], models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        var model = await served.Http.GetFromJsonAsync<JsonElement>("/v1/models/shop/summer");
        Assert.Equal(("shop/summer", "model", "tests"), (model.GetProperty("id").GetString(), model.GetProperty("object").GetString(), model.GetProperty("owned_by").GetString()));
        Assert.Contains("Summer", await (await served.AskAsync(model: "shop/summer")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(("shop/summer", 0), (two.Options.ModelId, one.Requests));
    }

    [Fact]
    public async Task Adapters_of_the_chat_client_are_models_of_their_own()
    {
        using var model = new FakeModel();
        await using var served = await Served.StartAsync(model.Client(null, "summer", "winter").AsBuilder().UseFunctionInvocation().Build());
        var models = await served.Http.GetFromJsonAsync<JsonElement>("/v1/models");
        Assert.Equal(["fake", "summer", "winter"], models.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        foreach (string id in (string[])["winter", "fake"])
            Assert.Equal(id, (await (await served.AskAsync(model: id)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("model").GetString());
        Assert.Equal(["winter", null], model.Adapters);
    }

    [Fact]
    public async Task Our_client_can_be_served_under_names_that_it_does_not_know()
    {
        using var model = new FakeModel();
        var client = model.Client();
        await using var served = await Served.StartAsync(client, options => options.Models = _ => [new ServedModel("shop/summer", client)]);
        var answer = await (await served.AskAsync(model: "shop/summer")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("shop/summer", answer.GetProperty("model").GetString());
        Assert.All(Events(await (await served.AskAsync("\"stream\":true", model: "shop/summer")).Content.ReadAsStringAsync())[..^1], text => Assert.Contains("\"model\":\"shop/summer\"", text, StringComparison.Ordinal));
        Assert.Equal("shop/summer", (await served.OpenAI().GetOpenAIModelClient().GetModelAsync("shop/summer")).Value.Id);
    }

    private static string[] Events(string stream)
    {
        string[] events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events, text => Assert.StartsWith("data: ", text, StringComparison.Ordinal));
        return [.. events.Select(text => text["data: ".Length..])];
    }
}
