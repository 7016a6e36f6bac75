using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>What a client keeps of earlier requests saves work and changes no answer.</summary>
public sealed class CacheTests
{
    private const string List = "Give kind, colour, pattern, material, stars.";

    private static readonly PhiVisionChatOptions Nothing = new() { MaxPrefixCacheBytes = 0, MaxPictureCacheBytes = 0 };

    [Fact]
    public async Task Later_turns_and_other_questions_on_a_picture_find_what_came_before_and_are_answered_the_same()
    {
        using var caching = new PhiVisionChatClient(Tiny.Model);
        using var plain = new PhiVisionChatClient(Tiny.Model, Nothing);
        var (first, _) = await BothAnswer([Tiny.Ask(List, "product")]);
        Assert.Equal(0, first);
        var (nextTurn, length) = await BothAnswer([Tiny.Ask(List, "product"), .. await Answer(caching, [Tiny.Ask(List, "product")]), new(ChatRole.User, "What colour is it?")]);
        Assert.InRange(nextTurn, length / 2, length);
        var (otherQuestion, _) = await BothAnswer([Tiny.Ask("What is it?", "product")]);
        Assert.True(otherQuestion > 0);
        var (otherPicture, _) = await BothAnswer([Tiny.Ask("What is it?", "square")]);
        Assert.Equal(0, otherPicture);

        async Task<(long Cached, long Input)> BothAnswer(ChatMessage[] messages)
        {
            var expected = await plain.GetResponseAsync(messages);
            var response = await caching.GetResponseAsync(messages);
            Assert.Equal(expected.Text, response.Text);
            Assert.Equal(0, expected.Usage?.CachedInputTokenCount);
            Assert.Equal(expected.Usage?.InputTokenCount, response.Usage?.InputTokenCount);
            return (response.Usage!.CachedInputTokenCount!.Value, response.Usage!.InputTokenCount!.Value);
        }
    }

    [Fact]
    public async Task Requests_of_one_batch_share_their_beginning()
    {
        using var client = new PhiVisionChatClient(Tiny.Model, new() { MaxBatchSize = 8 });
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.GetResponseAsync([new(ChatRole.System, "You answer questions on goods, in short words and without any doubt, for the people of a shop that sells them."), new(ChatRole.User, $"Question {i}")])));
        Assert.Equal(1, responses.Count(response => response.Usage!.CachedInputTokenCount == 0));
    }

    [Theory]
    [InlineData(-1, 0, nameof(PhiVisionChatOptions.MaxPrefixCacheBytes))]
    [InlineData(0, -5, nameof(PhiVisionChatOptions.MaxPictureCacheBytes))]
    public void Negative_bounds_are_refused_by_name(long prefix, long picture, string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new PhiVisionChatClient(Tiny.Model, new() { MaxPrefixCacheBytes = prefix, MaxPictureCacheBytes = picture }));
        Assert.Contains($"{name} is {prefix + picture}", error.Message, StringComparison.Ordinal);
    }

    private static async Task<IList<ChatMessage>> Answer(PhiVisionChatClient client, ChatMessage[] messages) => (await client.GetResponseAsync(messages)).Messages;
}
