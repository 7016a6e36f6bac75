using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Tests;
using TorchSharp;
using Xunit;

namespace PhiVisionML.Model.Tests.Generation;

public sealed class TextGeneratorTests : IDisposable
{
    private static readonly int[] Short = [1, 17, 230, 45];
    private static readonly int[] Long = [1, 99, 12, 400, 401, 77, 5, 310, 8];

    private readonly GoldenNetwork _golden = new("tiny");

    private TextGenerator Generator => TestGenerator.For(_golden.Network);

    public void Dispose() => _golden.Dispose();

    [Fact]
    public void A_batch_of_different_lengths_and_pictures_gives_what_each_request_gives_alone()
    {
        var one = TestGenerator.Picture("banner.png");
        var two = TestGenerator.Picture("product.png");
        GenerationRequest[] requests =
        [
            TestGenerator.Greedy(Short, [], 12),
            TestGenerator.Greedy(Long, [], 7),
            TestGenerator.Greedy(WithPictures([one]), [one], 12),
            TestGenerator.Greedy(WithPictures([two, one]), [two, one], 9),
        ];
        var together = Generator.Generate(requests);
        for (int i = 0; i < requests.Length; i++)
        {
            var alone = Generator.Generate(requests[i]);
            Assert.Equal(alone.TokenIds, together[i].TokenIds);
            Assert.All(alone.LogProbabilities.Zip(together[i].LogProbabilities), p => Assert.Equal(p.First, p.Second, 1e-4f));
        }
    }

    [Fact]
    public void Swapping_the_picture_changes_the_answer()
    {
        var one = TestGenerator.Picture("banner.png");
        var two = TestGenerator.Picture("product.png");
        var first = Generator.Generate(TestGenerator.Greedy(WithPictures([one]), [one], 8));
        var second = Generator.Generate(TestGenerator.Greedy(WithPictures([two]), [two], 8));
        Assert.NotEqual(first.LogProbabilities, second.LogProbabilities);
    }

    [Fact]
    public void Streaming_gives_the_same_tokens_and_text()
    {
        var request = TestGenerator.Greedy(Long, [], 20);
        var whole = Generator.Generate(request);
        var streamed = Generator.Stream(request).ToList();
        Assert.Equal(whole.TokenIds, streamed.Select(t => t.Id));
        Assert.Equal(whole.Text, string.Concat(streamed.Select(t => t.Text)));
    }

    [Fact]
    public void A_seed_gives_the_same_draw_alone_and_in_a_batch()
    {
        var options = new GenerationOptions { MaxNewTokens = 15, StopTokens = [], Temperature = 1.5, TopK = 50, TopP = 0.9, Seed = 42 };
        var request = new GenerationRequest(Short, []) { Options = options };
        var alone = Generator.Generate(request);
        var again = Generator.Generate([TestGenerator.Greedy(Long, [], 4), request])[1];
        var other = Generator.Generate(request with { Options = options with { Seed = 43 } });
        Assert.Equal(alone.TokenIds, again.TokenIds);
        Assert.NotEqual(alone.TokenIds, other.TokenIds);
    }

    [Fact]
    public void Listeners_hear_their_own_answers_and_leave_without_disturbing_the_others()
    {
        GenerationRequest[] requests = [TestGenerator.Greedy(Short, [], 12), TestGenerator.Greedy(Long, [], 12), TestGenerator.Greedy(Short, [], 3)];
        var listener = new Listener(leaves: 1, after: 4);
        Generator.Generate(requests, listener);
        Assert.Equal([0, 2], listener.Ends.Keys.Order());
        foreach (int row in (int[])[0, 2])
        {
            var alone = Generator.Generate(requests[row]);
            Assert.Equal(alone.TokenIds, listener.Ends[row].TokenIds);
            Assert.Equal(alone.TokenIds, listener.Tokens.Where(token => token.Row == row).Select(token => token.Id));
        }

        Assert.Equal(4, listener.Tokens.Count(token => token.Row == 1));
    }

    [Fact]
    public void A_batch_that_nobody_wants_takes_no_step()
    {
        var listener = new Listener(leaves: 0, after: 0);
        Generator.Generate([TestGenerator.Greedy(Short, [], 12)], listener);
        Assert.Empty(listener.Tokens);
        Assert.Empty(listener.Ends);
    }

    [Fact]
    public void A_stop_token_ends_the_answer_and_is_not_part_of_it()
    {
        var free = Generator.Generate(TestGenerator.Greedy(Long, [], 10));
        int stop = free.TokenIds[5];
        int first = free.TokenIds.ToList().IndexOf(stop);
        var stopped = Generator.Generate(new GenerationRequest(Long, []) { Options = new GenerationOptions { MaxNewTokens = 10, StopTokens = [stop] } });
        Assert.Equal(StopReason.StopToken, stopped.StopReason);
        Assert.Equal(free.TokenIds.Take(first), stopped.TokenIds);
        Assert.Equal(StopReason.MaxTokens, free.StopReason);
        Assert.Equal(free.LogProbabilities[first], stopped.StopLogProbability!.Value, 1e-6f);
        Assert.Null(free.StopLogProbability);
    }

    [Fact]
    public void A_stop_string_ends_the_answer_and_is_never_shown_while_streaming()
    {
        var free = Generator.Generate(TestGenerator.Greedy(Long, [], 30));
        string stop = free.Text.Substring(free.Text.Length / 2, 2);
        var request = new GenerationRequest(Long, []) { Options = new GenerationOptions { MaxNewTokens = 30, StopTokens = [], StopStrings = [stop] } };
        var stopped = Generator.Generate(request);
        Assert.Equal(StopReason.StopString, stopped.StopReason);
        Assert.Equal(free.Text[..free.Text.IndexOf(stop, StringComparison.Ordinal)], stopped.Text);
        Assert.Equal(stopped.Text, string.Concat(Generator.Stream(request).Select(t => t.Text)));
    }

    [Fact]
    public void A_repetition_penalty_avoids_what_was_said()
    {
        var picture = TestGenerator.Picture("banner.png");
        var request = TestGenerator.Greedy(WithPictures([picture]), [picture], 24);
        var free = Generator.Generate(request);
        var varied = Generator.Generate(request with { Options = request.Options with { RepetitionPenalty = 5 } });
        Assert.True(varied.TokenIds.Distinct().Count() > free.TokenIds.Distinct().Count());
    }

    [Fact]
    public void Cancelling_stops_between_tokens()
    {
        using var source = new CancellationTokenSource();
        int seen = 0;
        Assert.Throws<OperationCanceledException>(() => Generator.Generate(
            [TestGenerator.Greedy(Long, [], 100)],
            onToken: _ =>
            {
                if (++seen == 3)
                    source.Cancel();
            },
            cancellationToken: source.Token));
        Assert.Equal(3, seen);
    }

    [Fact]
    public void Places_without_pictures_are_refused_with_both_numbers()
    {
        var picture = TestGenerator.Picture("banner.png");
        var error = Assert.Throws<ArgumentException>(() => Generator.Generate(TestGenerator.Greedy(WithPictures([picture]), [], 5)));
        Assert.Contains("313 picture places", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_fills_the_context_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Generator.Generate(TestGenerator.Greedy(new int[40000], [], 5)));
        Assert.Contains("40000", error.Message, StringComparison.Ordinal);
        Assert.Contains("32768", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        foreach (var options in new GenerationOptions[] { new() { MaxNewTokens = 0 }, new() { Temperature = -1 }, new() { TopK = -1 }, new() { TopP = 0 }, new() { RepetitionPenalty = 0 }, new() { StopStrings = [""] } })
            Assert.Throws<ArgumentOutOfRangeException>(() => Generator.Generate(new GenerationRequest(Short, []) { Options = options }));
    }

    [Fact]
    public void Adapters_are_chosen_per_call_on_one_base()
    {
        var request = TestGenerator.Greedy(Long, [], 10);
        using var first = RandomAdapter(7);
        using var second = RandomAdapter(8);
        var bare = Generator.Generate(request);
        var a = Generator.Generate(request, first);
        var b = Generator.Generate(request, second);
        Assert.NotEqual(bare.LogProbabilities, a.LogProbabilities);
        Assert.NotEqual(a.LogProbabilities, b.LogProbabilities);
        Assert.Equal(bare.LogProbabilities, Generator.Generate(request).LogProbabilities);
    }

    [Fact]
    public void Generating_leaves_no_tensor_behind()
    {
        var picture = TestGenerator.Picture("banner.png");
        var request = TestGenerator.Greedy(WithPictures([picture]), [picture], 5);
        Generator.Generate(request);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Generator.Generate([request, request]);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static int[] WithPictures(IReadOnlyList<HdPicture> pictures)
        => [1, 20, .. pictures.SelectMany((p, i) => Enumerable.Repeat(-(i + 1), p.Layout.Tokens).Append(1)), 30, 40];

    private LoraAdapter RandomAdapter(long seed)
    {
        var adapter = LoraAdapter.Create(_golden.Network, new LoraOptions { Rank = 4 }, seed);
        foreach (var pair in adapter.Pairs)
            pair.B.uniform_(-0.3, 0.3);
        return adapter;
    }

    private sealed class Listener(int leaves, int after) : IGenerationListener
    {
        public List<GeneratedToken> Tokens { get; } = [];

        public Dictionary<int, GenerationResult> Ends { get; } = [];

        public bool IsWanted(int row) => row != leaves || Tokens.Count(token => token.Row == row) < after;

        public void OnToken(GeneratedToken token) => Tokens.Add(token);

        public void OnEnd(int row, GenerationResult result) => Ends.Add(row, result);
    }
}
