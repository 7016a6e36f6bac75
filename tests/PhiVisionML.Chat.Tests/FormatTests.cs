using System.Text.Json;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Model.Constraints;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Answers in JSON: valid and complete, whatever the tiny model would rather say.</summary>
public sealed class FormatTests : IDisposable
{
    private static readonly ChatMessage Question = Tiny.Ask("Give kind, colour, pattern, material, stars.", "product");

    private readonly PhiVisionChatClient _client = new(Tiny.Model);

    public enum Colour
    {
        Red,
        Green,
        Blue,
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_answer_becomes_a_record()
    {
        var response = await _client.GetResponseAsync<Listing>([Question], new ChatOptions { MaxOutputTokens = 120 });
        var listing = response.Result;
        Assert.NotNull(listing.Title);
        Assert.True(Enum.IsDefined(listing.Colour));
        Assert.InRange(listing.Tags.Length, 0, 20);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(70)]
    [InlineData(200)]
    public async Task Random_draws_are_valid_and_complete_within_the_most_tokens(int most)
    {
        var format = ChatResponseFormat.ForJsonSchema<Listing>();
        for (int seed = 0; seed < 6; seed++)
        {
            var response = await _client.GetResponseAsync([Question], new ChatOptions { ResponseFormat = format, Temperature = 30, Seed = seed, MaxOutputTokens = most });
            Assert.NotNull(JsonSerializer.Deserialize<Listing>(response.Text, AIJsonUtilities.DefaultOptions));
            Assert.True(response.Usage?.OutputTokenCount <= most);
        }
    }

    [Fact]
    public async Task JSON_without_a_schema_is_an_object()
    {
        var response = await _client.GetResponseAsync([Question], new ChatOptions { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = 60 });
        using var json = JsonDocument.Parse(response.Text);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Fact]
    public async Task Requests_of_one_batch_keep_their_own_formats()
    {
        ChatOptions[] options =
        [
            new() { MaxOutputTokens = 60 },
            new() { MaxOutputTokens = 60, ResponseFormat = Of("""{"enum":["yes","no"]}""") },
            new() { MaxOutputTokens = 60, ResponseFormat = Of("""{"type":"integer","minimum":10,"maximum":99}""") },
        ];
        var alone = new List<string>();
        foreach (var option in options)
            alone.Add((await _client.GetResponseAsync([Question], option)).Text);
        Assert.Contains(alone[1], (string[])["\"yes\"", "\"no\""]);
        Assert.InRange(int.Parse(alone[2], System.Globalization.CultureInfo.InvariantCulture), 10, 99);
        var together = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _client.GetResponseAsync([Question], options[i % 3])));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => alone[i % 3]), together.Select(response => response.Text));
    }

    [Fact]
    public async Task What_cannot_be_enforced_is_refused_with_its_place()
    {
        var refusal = await Assert.ThrowsAsync<GrammarRefusedException>(() => Ask("""{"type":"object","properties":{"a":{"type":"number","multipleOf":7}}}"""));
        Assert.Contains("#/properties/a/multipleOf", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_that_cannot_be_filled_within_the_most_tokens_is_refused_with_both_numbers()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Ask("""{"const":"a text that is a good deal longer than five tokens"}""", most: 5));
        Assert.Matches(@"up to \d\d tokens at least; there is room for 5", refusal.Message);
    }

    [Fact]
    public async Task Stop_sequences_that_would_cut_the_JSON_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => _client.GetResponseAsync("Hi", new ChatOptions { ResponseFormat = ChatResponseFormat.Json, StopSequences = ["}"] }));
        Assert.Contains("StopSequences beside ResponseFormat", refusal.Message, StringComparison.Ordinal);
    }

    private static ChatResponseFormatJson Of(string schema) => ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema));

    private Task<ChatResponse> Ask(string schema, int most = 50) => _client.GetResponseAsync("Hi", new ChatOptions { ResponseFormat = Of(schema), MaxOutputTokens = most });

    public sealed record Listing(string Title, Colour Colour, long? Stars, string[] Tags);
}
