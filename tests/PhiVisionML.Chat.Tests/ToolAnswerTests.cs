using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Chat.Tools;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Tools in the hands of the tiny model, which was never shown any.</summary>
public class ToolAnswerTests
{
    public enum Size
    {
        Small,
        Large,
    }

    public sealed record Box(string Label, Size Size);

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, "any")]
    [InlineData(false, "shelve")]
    public async Task Whatever_the_tiny_model_draws_is_a_call_that_can_be_made_or_an_answer(bool several, string? required)
    {
        int made = 0, invoked = 0;
        AIFunction[] tools =
        [
            AIFunctionFactory.Create(([Description("Article")] string sku, Size size, bool? gift = null) => invoked++, "wrap"),
            AIFunctionFactory.Create((long[] shelves, Box box) => invoked++, "shelve"),
            AIFunctionFactory.Create(() => invoked++, "close_shop"),
        ];
        using var client = new PhiVisionChatClient(Tiny.Model);
        var mode = required is null ? null : required == "any" ? ChatToolMode.RequireAny : ChatToolMode.RequireSpecific(required);
        for (int seed = 0; seed < 6; seed++)
        {
            var options = new ChatOptions { Tools = [.. tools], ToolMode = mode, AllowMultipleToolCalls = several, Temperature = seed < 3 ? 1 : 30, Seed = seed, MaxOutputTokens = seed % 2 == 0 ? 120 : 60 };
            var response = await client.GetResponseAsync([Tiny.Ask("What is it?", "product")], options);
            Assert.True(response.Usage?.OutputTokenCount <= options.MaxOutputTokens);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
            Assert.InRange(calls.Length, required is null ? 0 : 1, several ? 8 : 1);
            Assert.Equal(calls.Length > 0, response.FinishReason == ChatFinishReason.ToolCalls);
            made += calls.Length;
            foreach (var call in calls)
            {
                Assert.True(required is null or "any" || call.Name == required);
                await tools.Single(tool => tool.Name == call.Name).InvokeAsync(new(call.Arguments));
            }
        }

        Assert.Equal(made, invoked);
        Assert.True(made > 0);
    }

    [Fact]
    public async Task Where_no_call_fits_into_the_most_tokens_the_answer_is_what_the_model_says_to_both_rounds()
    {
        var tool = new DeclaredTool("quote", """{"properties":{"text":{"const":"_"}},"required":["text"]}""".Replace("_", new string('-', 200), StringComparison.Ordinal));
        using var client = new PhiVisionChatClient(Tiny.Model);
        var question = Tiny.Ask("Give kind, colour, pattern, material, stars.", "product");
        var response = await client.GetResponseAsync([question], new ChatOptions { Tools = [tool], MaxOutputTokens = 50 });
        Assert.NotEmpty(response.Text);
        Assert.NotEqual(ChatFinishReason.ToolCalls, response.FinishReason);

        // The same by hand: a conversation in which the choice was made.
        string tools = ToolText.List([tool], mostCalls: 1);
        var written = await client.GetResponseAsync(
            [new(ChatRole.System, tools), question, new(ChatRole.Assistant, Script.NoCall), new(ChatRole.User, "Answer now, without a tool.")],
            new ChatOptions { MaxOutputTokens = 50 });
        Assert.StartsWith(response.Text, written.Text, StringComparison.Ordinal);   // which had a few tokens more
        Assert.True(response.Usage?.OutputTokenCount > written.Usage?.OutputTokenCount || response.Usage?.OutputTokenCount == 50);
    }

    [Fact]
    public async Task Requests_with_tools_in_one_batch_get_what_they_get_alone()
    {
        using var client = new PhiVisionChatClient(Tiny.Model);
        Task<ChatResponse> Ask(int i) => client.GetResponseAsync(
            [Tiny.Ask(i % 2 == 0 ? "What is it?" : "Which colour?", "product")],
            new ChatOptions { Tools = [Script.Price, Script.Stock], Temperature = 3, Seed = i, MaxOutputTokens = 40 });
        var alone = new List<string>();
        for (int i = 0; i < 6; i++)
            alone.Add(Said(await Ask(i)));
        Assert.True(alone.Distinct().Count() > 2, string.Join(" | ", alone));
        Assert.Equal(alone, (await Task.WhenAll(Enumerable.Range(0, 6).Select(Ask))).Select(Said));

        static string Said(ChatResponse response)
            => response.Text + string.Concat(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.Name + JsonSerializer.Serialize(call.Arguments)));
    }
}
