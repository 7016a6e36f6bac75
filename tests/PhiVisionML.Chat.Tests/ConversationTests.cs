using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Text;
using Xunit;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace PhiVisionML.Chat.Tests;

/// <summary>From messages to the ids that reach the model.</summary>
public class ConversationTests
{
    [Fact]
    public async Task Every_turn_is_opened_and_closed_as_the_template_says()
        => Assert.Equal(
            Markup("<|system|>\nBe short.<|end|>\n<|user|>\nRed?<|end|>\n<|assistant|>\nNo.<|end|>\n<|user|>\nBlue?<|end|>\n<|assistant|>\n"),
            await Ids(null, new(ChatRole.System, "Be short."), new(ChatRole.User, "Red?"), new(ChatRole.Assistant, "No."), new(ChatRole.User, "Blue?")));

    [Fact]
    public async Task Pictures_stand_where_the_messages_show_them_and_are_numbered_through_all_turns()
    {
        const int tokens = 2 * 12 * 12 + 1 + 2 * 12;   // the whole and one tile, a separator, and an end for each line of tiles
        int[] ids = await Ids(
            null,
            new(ChatRole.User, [new TextContent("This: "), Tiny.Picture("square"), new TextContent("and "), Tiny.Picture("tiny"), new TextContent("?")]),
            new(ChatRole.Assistant, "Two."),
            Tiny.Ask("And now?", "product"));
        int[] pictures = [.. ids.Where(id => id < 0).GroupBy(id => id).Select(group => group.Count())];
        Assert.Equal(3, pictures.Length);
        Assert.Equal(
            Markup("<|user|>\nThis: <|image_1|>\nand <|image_2|>\n?<|end|>\n<|assistant|>\nTwo.<|end|>\n<|user|>\n<|image_3|>\nAnd now?<|end|>\n<|assistant|>\n", pictures),
            ids);
        Assert.Equal(tokens, pictures[0]);
    }

    [Fact]
    public async Task Instructions_open_the_conversation_as_its_one_system_turn()
    {
        int[] together = Markup("<|system|>\nBe kind.\nBe short.<|end|>\n<|user|>\nRed?<|end|>\n<|assistant|>\n");
        Assert.Equal(together, await Ids("Be kind.", new(ChatRole.System, "Be short."), new(ChatRole.User, "Red?")));
        Assert.Equal(together, await Ids("Be kind.\nBe short.", new ChatMessage(ChatRole.User, "Red?")));
    }

    [Fact]
    public async Task Names_ids_times_and_usage_say_nothing_to_the_model()
        => Assert.Equal(
            await Ids(null, new ChatMessage(ChatRole.User, "Red?")),
            await Ids(null, new ChatMessage(ChatRole.User, [new TextContent("Red"), new UsageContent(), new TextContent("?")]) { AuthorName = "<|system|>", MessageId = "7", CreatedAt = DateTimeOffset.UnixEpoch }));

    [Fact]
    public async Task A_conversation_that_leaves_nothing_to_answer_is_refused()
    {
        Assert.Contains("no message", (await Assert.ThrowsAsync<ArgumentException>(() => Ids("Be kind."))).Message, StringComparison.Ordinal);
        var message = (await Assert.ThrowsAsync<ArgumentException>(() => Ids(null, new(ChatRole.User, "Red?"), new(ChatRole.Assistant, "No.")))).Message;
        Assert.Contains("last message is the assistant's", message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, AIContent> Refused => new()
    {
        { "developer", "'developer'", new TextContent("12") },
        { "user", "FunctionCallContent", new FunctionCallContent("1", "price") },
        { "assistant", "FunctionResultContent", new FunctionResultContent("1", "12") },
        { "tool", "TextContent", new TextContent("12") },
        { "tool", "a picture", Tiny.Picture("tiny") },
        { "user", "FunctionResultContent", new FunctionResultContent("1", "12") },
        { "assistant", "TextReasoningContent", new TextReasoningContent("hm") },
        { "user", "ErrorContent", new ErrorContent("oh") },
        { "user", "HostedFileContent", new HostedFileContent("file") },
        { "user", "'application/pdf'", new DataContent(new byte[3], "application/pdf") },
        { "user", "'audio/wav'", new UriContent("file:///a.wav", "audio/wav") },
        { "system", "a picture", Tiny.Picture("tiny") },
        { "assistant", "a picture", Tiny.Picture("tiny") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_has_no_place_in_the_template_is_refused_by_name(string role, string named, AIContent content)
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Ids(null, new(new ChatRole(role), [content]), new(ChatRole.User, "?")));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_pictures_are_refused_with_both_numbers()
    {
        using var model = new FakeModel();
        using var client = model.Client(new PhiVisionChatOptions { MaxPictures = 2 });
        var refusal = await Assert.ThrowsAsync<PictureRefusedException>(() => client.GetResponseAsync([Tiny.Ask("a", "tiny", "tiny"), Tiny.Ask("b", "tiny")]));
        Assert.Contains("3 pictures, all turns together; at most 2", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(model.Batches);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_refused_with_both_numbers()
    {
        using var model = new FakeModel();
        using var client = model.Client();
        using var strict = model.Client(new PhiVisionChatOptions { MaxPromptTokens = 20 });
        string text = string.Concat(Enumerable.Repeat("§", 3000));
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync(text));
        Assert.Matches($@"has \d{{4}} tokens, 0 of them for 0 pictures; at most {FakeModel.MaxPositions - 1} are taken", refusal.Message);
        refusal = await Assert.ThrowsAsync<ArgumentException>(() => strict.GetResponseAsync([Tiny.Ask("", "tiny")]));
        Assert.Contains("313 of them for 1 pictures; at most 20 are taken", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(model.Batches);
    }

    internal static Task<int[]> Ids(string? instructions, params ChatMessage[] messages) => IdsUnder(new ChatOptions { Instructions = instructions }, messages);

    internal static async Task<int[]> IdsUnder(ChatOptions options, params ChatMessage[] messages)
    {
        using var model = new FakeModel { Reply = request => request.Constraint is null ? "Hm." : Script.NoCall };
        using var client = model.Client();
        await client.GetResponseAsync(messages, options);
        return [.. model.LastRequest.InputIds];
    }

    private static int[] Markup(string markup, params int[] pictures) => new PromptEncoder(Tiny.Tokenizer).Encode(Prompt.FromMarkup(markup), pictures);
}
