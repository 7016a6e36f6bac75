using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>The client behind UseFunctionInvocation, which runs the tools and asks again.</summary>
public class ToolLoopTests
{
    [Fact]
    public async Task A_tool_is_run_and_the_model_answers_with_what_it_gave()
    {
        using var model = Script.Saying(Script.PriceOfA1, Script.NoCall, "It costs 12.5 francs.");
        using var client = Invoking(model);
        var response = await client.GetResponseAsync([Tiny.Ask("What does A1 cost?", "tiny")], new ChatOptions { Tools = [Script.Price, Script.Stock] });
        Assert.Equal("It costs 12.5 francs.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        var requests = model.Batches.Select(batch => batch[0]).ToArray();
        Assert.Equal(3, requests.Length);
        Assert.EndsWith(
            """
            <|assistant|>
            {"tool":"price","arguments":{"sku":"A1"}}<|end|>
            <|user|>
            {"tool":"price","result":12.5}<|end|>
            <|assistant|>
            """.ReplaceLineEndings("\n"),
            Script.Prompt(requests[1]),
            StringComparison.Ordinal);
        Assert.Equal(requests[0].InputIds, requests[1].InputIds.Take(requests[0].InputIds.Count));   // what was computed for the question holds in all rounds
        Assert.Equal(requests[1].InputIds, requests[2].InputIds.Take(requests[1].InputIds.Count));
        Assert.Equal(response.Usage?.InputTokenCount + response.Usage?.OutputTokenCount, response.Usage?.TotalTokenCount);
    }

    [Fact]
    public async Task Streaming_shows_calls_results_and_then_the_answer_word_by_word()
    {
        using var model = Script.Saying(Script.PriceOfA1, Script.NoCall, "It costs 12.5 francs.");
        using var client = Invoking(model);
        var updates = await client.GetStreamingResponseAsync("What does A1 cost?", new ChatOptions { Tools = [Script.Price] }).ToListAsync();
        Assert.Equal(["It", " costs", " 12.5", " francs."], updates.Select(update => update.Text).Where(text => text.Length > 0));
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>());
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<FunctionResultContent>());
        Assert.Equal([ChatFinishReason.ToolCalls, ChatFinishReason.Stop], updates.Select(update => update.FinishReason).OfType<ChatFinishReason>());
    }

    [Fact]
    public async Task Parallel_calls_are_all_run_and_their_results_stand_in_one_turn()
    {
        using var model = Script.Saying($"[{Script.PriceOfA1},{Script.StockOfA1}]", Script.NoCall, "Both.");
        using var client = Invoking(model);
        var response = await client.GetResponseAsync("And A1?", new ChatOptions { Tools = [Script.Price, Script.Stock], AllowMultipleToolCalls = true });
        Assert.Equal("Both.", response.Text);
        Assert.Contains(
            """
            <|assistant|>
            [{"tool":"price","arguments":{"sku":"A1"}},{"tool":"stock","arguments":{"sku":"A1","reserved":true}}]<|end|>
            <|user|>
            {"tool":"price","result":12.5}
            {"tool":"stock","result":"A1: 7 reserved"}<|end|>
            <|assistant|>
            """.ReplaceLineEndings("\n"),
            Script.Prompts(model)[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_tool_is_required_once()
    {
        using var model = Script.Saying(Script.PriceOfA1, Script.NoCall, "12.5");
        using var client = Invoking(model);
        Assert.Equal("12.5", (await client.GetResponseAsync("And A1?", new ChatOptions { Tools = [Script.Price], ToolMode = ChatToolMode.RequireAny })).Text);
        Assert.False(Script.Allows(model.Batches.First()[0].Constraint, Script.NoCall));
    }

    [Fact]
    public async Task A_tool_that_fails_tells_the_model_so_and_no_more()
    {
        using var model = Script.Saying("""{"tool":"price","arguments":{"sku":"B2"}}""", Script.NoCall, "I do not know.");
        using var client = Invoking(model);
        Assert.Equal("I do not know.", (await client.GetResponseAsync("And B2?", new ChatOptions { Tools = [Script.Price] })).Text);
        Assert.Contains("""{"tool":"price","result":"Error: Function failed."}""", Script.Prompts(model)[1], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Script.Prompts(model)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_only_the_caller_can_run_is_handed_back()
    {
        using var model = Script.Saying(Script.PriceOfA1);
        using var client = Invoking(model);
        var response = await client.GetResponseAsync("And A1?", new ChatOptions { Tools = [Script.Price.AsDeclarationOnly()] });
        Assert.Equal("price", Assert.Single(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()).Name);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Single(model.Batches);
    }

    [Fact]
    public async Task The_loop_ends_at_its_most_iterations_with_an_answer()
    {
        using var model = Script.Saying(Script.PriceOfA1, Script.StockOfA1, "Enough.");
        using var client = Invoking(model, invoking => invoking.MaximumIterationsPerRequest = 2);
        var response = await client.GetResponseAsync("And A1?", new ChatOptions { Tools = [Script.Price, Script.Stock] });
        Assert.Equal("Enough.", response.Text);
        Assert.Equal(3, model.Batches.Count);
        Assert.Null(model.LastRequest.Constraint);
        Assert.DoesNotContain("You can use these tools", Script.Prompts(model)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_a_tool_gives_is_seen()
    {
        var photo = AIFunctionFactory.Create(() => (AIContent)Tiny.Picture("tiny"), "photo");
        using var model = Script.Saying("""{"tool":"photo","arguments":{}}""", Script.NoCall, "Grey.");
        using var client = Invoking(model);
        Assert.Equal("Grey.", (await client.GetResponseAsync("Which colour?", new ChatOptions { Tools = [photo] })).Text);
        Assert.Single(model.LastRequest.Pictures);
        Assert.Contains("""{"tool":"photo","result":"shown above"}""", Script.Prompts(model)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_after_a_tool_keeps_to_its_format()
    {
        using var model = Script.Saying(Script.PriceOfA1, Script.NoCall, """{"francs":12}""");
        using var client = Invoking(model);
        var response = await client.GetResponseAsync<Cost>("And A1?", new ChatOptions { Tools = [Script.Price] });
        Assert.Equal(12, response.Result.Francs);
    }

    [Fact]
    public async Task The_tiny_model_comes_to_an_end_whatever_it_chooses()
    {
        int calls = 0;
        var count = AIFunctionFactory.Create((string what) => ++calls, "count");
        using var client = new PhiVisionChatClient(Tiny.Model).AsBuilder().UseFunctionInvocation(configure: invoking => invoking.MaximumIterationsPerRequest = 2).Build();
        for (int seed = 0; seed < 3; seed++)
        {
            var options = new ChatOptions { Tools = [count], ToolMode = ChatToolMode.RequireAny, Temperature = 3, Seed = seed, MaxOutputTokens = 40 };
            var response = await client.GetResponseAsync([Tiny.Ask("What is it?", "product")], options);
            Assert.NotEqual(ChatFinishReason.ToolCalls, response.FinishReason);
            Assert.Contains(response.Messages, message => message.Role == ChatRole.Tool);
        }

        Assert.InRange(calls, 3, 6);
    }

    private static IChatClient Invoking(FakeModel model, Action<FunctionInvokingChatClient>? configure = null)
        => model.Client().AsBuilder().UseFunctionInvocation(configure: configure).Build();

    public sealed record Cost(long Francs);
}
