using System.Text;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Text;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Answers of the tiny model.</summary>
public sealed class AnswerTests : IDisposable
{
    private const string List = "Give kind, colour, pattern, material, stars.";

    private readonly PhiVisionChatClient _client = new(Tiny.Model);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_answer_is_what_the_generator_says_to_the_same_prompt()
    {
        var picture = Tiny.Model.Processor.Process(Model.Images.PictureDecoder.DecodeFile(Tiny.PicturePath("product")));
        int[] ids = Tiny.Model.Prompts.Encode(Prompt.ForPictures(1, List), [picture.Layout.Tokens]);
        var expected = Tiny.Model.Generator.Generate(new GenerationRequest(ids, [picture]));

        var response = await _client.GetResponseAsync([Tiny.Ask(List, "product")]);
        Assert.NotEmpty(response.Text);
        Assert.Equal(expected.Text, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(ids.Length, response.Usage?.InputTokenCount);
        Assert.True(ids.Count(id => id < 0) > 30);
        Assert.Equal(expected.TokenIds.Count, response.Usage?.OutputTokenCount);
        Assert.Equal(ids.Length + expected.TokenIds.Count, response.Usage?.TotalTokenCount);
        Assert.Equal("phivision-tiny", response.ModelId);
    }

    [Fact]
    public async Task Another_picture_gives_another_answer_and_so_does_another_order_of_two()
    {
        string[] answers = [await Text(Tiny.Ask(List, "product")), await Text(Tiny.Ask(List, "gray.rgb")), await Text(Tiny.Ask(List, "palette.rgb"))];
        Assert.True(answers.Distinct().Count() > 1, string.Join(" | ", answers));

        Task<string> Draw(params string[] pictures)   // at random, so that small differences show
            => Text(Tiny.Ask(List, pictures), new() { Temperature = 5, Seed = 1, MaxOutputTokens = 40 });
        Assert.NotEqual(await Draw("product", "square"), await Draw("square", "product"));
    }

    [Fact]
    public async Task The_stream_is_the_response_in_pieces_and_every_piece_names_the_same_response()
    {
        var whole = await _client.GetResponseAsync([Tiny.Ask(List, "product")]);
        var updates = await _client.GetStreamingResponseAsync([Tiny.Ask(List, "product")]).ToListAsync();
        Assert.True(updates.Count > 3);
        Assert.Equal(whole.Text, string.Concat(updates.Select(update => update.Text)));
        var first = Assert.Single(updates.Select(update => (update.ResponseId, update.MessageId, update.ModelId, update.CreatedAt, update.Role)).Distinct());
        Assert.NotEqual(whole.ResponseId, first.ResponseId);
        Assert.All([first.ResponseId, first.MessageId, first.ModelId], Assert.NotNull);
        Assert.NotNull(first.CreatedAt);
        Assert.All(updates[..^1], update => Assert.Null(update.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Equal("stop", updates[^1].AdditionalProperties?["FinishReason"]);
        Assert.Single(updates[^1].Contents.OfType<UsageContent>());
    }

    [Fact]
    public async Task A_seed_repeats_the_answer_and_another_seed_does_not()
    {
        Task<string> Draw(long seed) => Text(Tiny.Ask(List, "product"), new() { Seed = seed, Temperature = 2, MaxOutputTokens = 30 });
        string first = await Draw(7);
        Assert.Equal(first, await Draw(7));
        Assert.NotEqual(first, await Draw(8));
    }

    [Fact]
    public async Task The_answer_ends_at_its_most_tokens()
    {
        var response = await _client.GetResponseAsync([Tiny.Ask(List, "product")], new() { MaxOutputTokens = 3 });
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(3, response.Usage?.OutputTokenCount);
        Assert.StartsWith(response.Text, await Text(Tiny.Ask(List, "product")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_answer_wherever_the_tokens_begin_and_end()
    {
        string whole = await Text(Tiny.Ask(List, "product"));
        for (int start = 1; start + 3 <= whole.Length; start++)
        {
            string stop = whole.Substring(start, 3);
            var updates = await _client.GetStreamingResponseAsync([Tiny.Ask(List, "product")], new() { StopSequences = ["§§", stop] }).ToListAsync();
            Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], string.Concat(updates.Select(update => update.Text)));
            Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        }
    }

    [Fact]
    public async Task No_piece_tears_a_character()
    {
        var text = new StringBuilder();
        for (int seed = 0; seed < 3; seed++)   // hot enough for byte tokens of every kind
        {
            await foreach (var update in _client.GetStreamingResponseAsync([Tiny.Ask("Write.")], new() { Temperature = 50, Seed = seed, MaxOutputTokens = 120 }))
            {
                Assert.Equal(update.Text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(update.Text)));
                text.Append(update.Text);
            }
        }

        Assert.Contains(text.ToString(), character => character > 127);
    }

    [Fact]
    public async Task An_answer_that_fills_the_longest_sequence_is_cut_with_a_note()
    {
        using var model = new FakeModel { StopReason = StopReason.ContextLength };
        using var client = model.Client();
        var last = (await client.GetStreamingResponseAsync("Hi").ToListAsync())[^1];
        Assert.Equal(ChatFinishReason.Length, last.FinishReason);
        Assert.Contains($"longest sequence of {FakeModel.MaxPositions}", last.AdditionalProperties?["Note"] as string, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_goes_on_with_what_was_said()
    {
        List<ChatMessage> turns = [Tiny.Ask("What colour is it?", "product")];
        var first = await _client.GetResponseAsync(turns);
        turns.AddRange(first.Messages);
        turns.Add(new(Microsoft.Extensions.AI.ChatRole.User, "What is it?"));
        var second = await _client.GetResponseAsync(turns);
        Assert.NotEmpty(second.Text);
        Assert.True(second.Usage?.InputTokenCount > first.Usage?.TotalTokenCount);
    }

    [Fact]
    public void The_client_hands_out_what_it_is_made_of()
    {
        IChatClient client = _client;
        var metadata = client.GetService<ChatClientMetadata>();
        Assert.Equal(("phivisionml", null, "phivision-tiny"), (metadata?.ProviderName, metadata?.ProviderUri, metadata?.DefaultModelId));
        Assert.Same(_client, client.GetService<PhiVisionChatClient>());
        Assert.Same(_client, client.GetService<IChatClient>());
        Assert.Same(Tiny.Model, client.GetService<Model.PhiVisionModel>());
        Assert.Null(client.GetService<PhiVisionChatClient>("key"));
        Assert.Null(client.GetService<string>());
    }

    private async Task<string> Text(ChatMessage message, ChatOptions? options = null) => (await _client.GetResponseAsync([message], options)).Text;
}
