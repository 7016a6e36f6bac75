using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Text;
using Xunit;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace PhiVisionML.Chat.Tests;

/// <summary>A request with tools: one round to choose, one to answer.</summary>
public class ToolTests
{
    private static readonly ChatMessage Question = Tiny.Ask("What does A1 cost?", "tiny");

    [Fact]
    public async Task A_call_comes_back_with_an_id_a_name_and_arguments_and_ends_the_response()
    {
        using var model = Script.Saying(Script.StockOfA1, Script.StockOfA1);
        using var client = model.Client();
        var response = await client.GetResponseAsync([Question], Options());
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(Assert.Single(response.Messages).Contents));
        Assert.Equal("stock", call.Name);
        Assert.Equal(["sku", "reserved"], call.Arguments!.Keys);
        Assert.Equal(("A1", true), (((JsonElement)call.Arguments["sku"]!).GetString(), ((JsonElement)call.Arguments["reserved"]!).GetBoolean()));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal(Tiny.Tokenizer.EncodePlain(Script.StockOfA1).Length, response.Usage?.OutputTokenCount);
        Assert.Equal(model.LastRequest.InputIds.Count, response.Usage?.InputTokenCount);
        Assert.Single(model.Batches);

        var updates = await client.GetStreamingResponseAsync([Question], Options()).ToListAsync();
        Assert.Equal("tool_calls", updates[^1].AdditionalProperties?["FinishReason"]);
        Assert.Single(updates.Select(update => (update.ResponseId, update.MessageId)).Distinct());
        Assert.NotEqual(call.CallId, Assert.Single(updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>()).CallId);
    }

    [Fact]
    public async Task The_prompt_lists_the_tools_behind_instructions_and_system_message()
    {
        using var model = Script.Saying(Script.PriceOfA1);
        using var client = model.Client();
        await client.GetResponseAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi")], Options(options => options.Instructions = "Be short."));
        Assert.Equal(
            Ids("""
                <|system|>
                Be short.
                Be kind.
                You can use these tools:
                {"name":"price","description":"Gives the price of a product.","parameters":{"type":"object","properties":{"sku":{"type":"string"}},"required":["sku"]}}
                {"name":"stock","parameters":{"type":"object","properties":{"sku":{"type":"string"},"reserved":{"type":"boolean","default":false}},"required":["sku"]}}
                To use a tool, answer {"tool":"its name","arguments":{…}} and nothing else. The result follows. If you need no tool, answer {"tool":"none"}; then you are asked for your answer.<|end|>
                <|user|>
                Hi<|end|>
                <|assistant|>

                """),
            model.LastRequest.InputIds);
    }

    [Fact]
    public async Task Without_a_call_the_second_round_begins_with_all_that_the_first_has_read_and_said()
    {
        using var model = Script.Saying(Script.NoCall, "It costs 12 francs.");
        using var client = model.Client();
        var updates = await client.GetStreamingResponseAsync([Question], Options()).ToListAsync();
        Assert.Equal(["It", " costs", " 12", " francs.", ""], updates.Select(update => update.Text));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);

        var rounds = model.Batches.Select(Assert.Single).ToArray();
        Assert.Equal(2, rounds.Length);
        int[] choice = Tiny.Tokenizer.EncodePlain(Script.NoCall);
        Assert.Equal(
            [.. rounds[0].InputIds, .. choice, .. Ids("<|end|>\n<|user|>\nAnswer now, without a tool.<|end|>\n<|assistant|>\n")[1..]],
            rounds[1].InputIds);
        Assert.Contains(-1, rounds[0].InputIds);
        Assert.Same(rounds[0].Pictures, rounds[1].Pictures);
        Assert.Null(rounds[1].Constraint);

        var usage = Assert.Single(updates[^1].Contents.OfType<UsageContent>()).Details;
        int answer = Tiny.Tokenizer.EncodePlain("It costs 12 francs.").Length;
        Assert.Equal(choice.Length + answer, usage.OutputTokenCount);
        Assert.Equal(rounds[1].InputIds.Count - choice.Length, usage.InputTokenCount);
        Assert.Equal(rounds[1].InputIds.Count + answer, usage.TotalTokenCount);
    }

    [Fact]
    public async Task Format_stop_sequences_and_the_tokens_that_are_left_belong_to_the_second_round()
    {
        using var model = Script.Saying(Script.NoCall, "yes", Script.NoCall, "12");
        using var client = model.Client();
        await client.GetResponseAsync([Question], Options(options => (options.StopSequences, options.Seed, options.MaxOutputTokens, options.Temperature) = (["."], 7, 100, 1)));
        await client.GetResponseAsync([Question], Options(options => options.WithRegex(@"\d+")));
        var rounds = model.Batches.Select(Assert.Single).ToArray();
        Assert.Empty(rounds[0].Options.StopStrings);
        Assert.Equal(["."], rounds[1].Options.StopStrings);
        Assert.Equal((100, 100 - Tiny.Tokenizer.EncodePlain(Script.NoCall).Length), (rounds[0].Options.MaxNewTokens, rounds[1].Options.MaxNewTokens));
        Assert.Equal(7, rounds[0].Options.Seed);
        Assert.NotEqual(7, rounds[1].Options.Seed);   // nor the draws that led to the choice
        Assert.NotNull(rounds[1].Options.Seed);
        Assert.False(Script.Allows(rounds[2].Constraint, "12"));
        Assert.False(Script.Allows(rounds[3].Constraint, "yes"));
    }

    public static TheoryData<ChatToolMode?, string[], string[]> Modes => new()
    {
        { null, [Script.PriceOfA1, Script.StockOfA1, Script.NoCall], ["12", """{"tool":"delete","arguments":{}}""", """{"tool":"price","arguments":{"sku":1}}""", $"[{Script.PriceOfA1}]"] },
        { ChatToolMode.Auto, [Script.PriceOfA1, Script.StockOfA1, Script.NoCall], ["12"] },
        { ChatToolMode.RequireAny, [Script.PriceOfA1, Script.StockOfA1], [Script.NoCall] },
        { ChatToolMode.RequireSpecific("stock"), [Script.StockOfA1], [Script.PriceOfA1, Script.NoCall] },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_mode_says_what_may_be_chosen_and_leaves_the_prompt_as_it_is(ChatToolMode? mode, string[] allowed, string[] forbidden)
    {
        using var model = Script.Saying(Script.StockOfA1, Script.StockOfA1);
        using var client = model.Client();
        await client.GetResponseAsync([Question], Options(options => options.ToolMode = mode));
        var constraint = model.LastRequest.Constraint;
        Assert.All(allowed, text => Assert.True(Script.Allows(constraint, text), text));
        Assert.All(forbidden, text => Assert.False(Script.Allows(constraint, text), text));
        await client.GetResponseAsync([Question], Options());
        Assert.Equal(model.Batches.First()[0].InputIds, model.LastRequest.InputIds);
    }

    [Fact]
    public async Task Several_calls_at_once_are_a_list_of_at_most_eight()
    {
        string Calls(int count) => $"[{string.Join(',', Enumerable.Repeat(Script.PriceOfA1, count))}]";
        using var model = Script.Saying($"[{Script.PriceOfA1}, {Script.StockOfA1}]");
        using var client = model.Client();
        var response = await client.GetResponseAsync([Question], Options(options => options.AllowMultipleToolCalls = true));
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToArray();
        Assert.Equal(["price", "stock"], calls.Select(call => call.Name));
        Assert.NotEqual(calls[0].CallId, calls[1].CallId);
        Assert.Contains("list of 1 to 8 calls", Script.Prompts(model)[0], StringComparison.Ordinal);
        Assert.True(Script.Allows(model.LastRequest.Constraint, Calls(8)));
        Assert.True(Script.Allows(model.LastRequest.Constraint, Script.NoCall));
        Assert.All([Calls(9), "[]", Script.PriceOfA1, $"[{Script.NoCall}]"], text => Assert.False(Script.Allows(model.LastRequest.Constraint, text), text));
    }

    [Fact]
    public async Task Mode_none_is_an_answer_as_if_there_were_no_tools()
    {
        using var model = Script.Saying("Hm.", "Hm.");
        using var client = model.Client();
        await client.GetResponseAsync([Question], Options(options => options.ToolMode = ChatToolMode.None));
        await client.GetResponseAsync([Question]);
        Assert.Equal(model.LastRequest.InputIds, model.Batches.First()[0].InputIds);
        Assert.Equal(2, model.Batches.Count);
    }

    public static TheoryData<int, Action<ChatOptions>, string> TooFew => new()
    {
        { 17, _ => { }, "up to 18 tokens at least; there is room for 17" },   // the choice of none and one token
        { 20, options => options.WithRegex("[0-9]{30}"), "there is room for 20" },
        { 5, options => options.ToolMode = ChatToolMode.RequireAny, "there is room for 5" },
    };

    [Theory]
    [MemberData(nameof(TooFew))]
    public async Task Too_few_tokens_for_choice_and_answer_are_refused_with_both_numbers(int most, Action<ChatOptions> set, string numbers)
    {
        using var model = Script.Saying();
        using var client = model.Client();
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync([Question], Options(options => options.MaxOutputTokens = most, set)));
        Assert.Contains(numbers, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(model.Batches);
    }

    [Fact]
    public async Task A_prompt_that_leaves_no_room_for_the_second_round_is_refused_before_the_first()
    {
        using var model = Script.Saying();
        using var client = model.Client();
        using var measuring = Script.Saying(Script.PriceOfA1);
        using var measured = measuring.Client();
        await measured.GetResponseAsync("", Options());
        int most = FakeModel.MaxPositions - measuring.LastRequest.InputIds.Count;
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync(string.Concat(Enumerable.Repeat("\n", most - 20)), Options()));
        Assert.Contains("shorten the prompt", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(model.Batches);
    }

    private static ChatOptions Options(params Action<ChatOptions>[] set)
    {
        var options = new ChatOptions { Tools = [Script.Price, Script.Stock] };
        Array.ForEach(set, one => one(options));
        return options;
    }

    private static int[] Ids(string markup) => new PromptEncoder(Tiny.Tokenizer).Encode(Prompt.FromMarkup(markup.ReplaceLineEndings("\n")), []);
}
