using PhiVisionML.Model.Generation;
using PhiVisionML.Model.Generation.Reuse;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Lora;
using PhiVisionML.Tests;
using TorchSharp;
using Xunit;

namespace PhiVisionML.Model.Tests.Generation;

/// <summary>Answers with what earlier ones left are the answers without.</summary>
public sealed class PromptCacheTests : IDisposable
{
    private const float Tolerance = 1e-4f;

    private readonly GoldenNetwork _golden = new("tiny");
    private readonly HdPicture _banner = TestGenerator.Picture("banner.png");
    private readonly HdPicture _product = TestGenerator.Picture("product.png");

    public void Dispose() => _golden.Dispose();

    [Fact]
    public void A_second_question_on_a_picture_computes_only_what_is_new_and_gives_the_same_answer()
    {
        using var reuse = Cache();
        Assert.Equal(0, Answer(Ask([40, 41], _banner), reuse).CachedPromptTokens);
        var second = Answer(Ask([50, 51, 52], _banner), reuse);
        AssertSame(Alone(Ask([50, 51, 52], _banner)), second);
        Assert.InRange(second.CachedPromptTokens, _banner.Layout.Tokens - 32, _banner.Layout.Tokens);   // the first question was not long enough to fill the block in which the picture ends
        Assert.Equal(1, second.CachedPictures);
    }

    [Fact]
    public void The_next_turn_goes_on_from_the_answer_before()
    {
        using var reuse = Cache();
        var first = Ask([40, 41], _banner, tokens: 70);
        int[] conversation = [.. first.InputIds, .. Answer(first, reuse).TokenIds, 1, 17, 18];
        var next = Greedy(conversation, [_banner]);
        var answer = Answer(next, reuse);
        AssertSame(Alone(next), answer);
        Assert.InRange(answer.CachedPromptTokens, first.InputIds.Count + 32, conversation.Length - 1);
    }

    [Fact]
    public void Another_picture_in_the_same_place_is_another_prompt()
    {
        var product = HdPicture.FromPixels(_banner.Layout, Darker(_banner));   // as many tokens, other pixels
        using var reuse = Cache();
        Answer(Ask([40, 41], _banner), reuse);
        var other = Answer(Ask([40, 41], product), reuse);
        Assert.Equal(0, other.CachedPromptTokens);
        Assert.Equal(0, other.CachedPictures);
        AssertSame(Alone(Ask([40, 41], product)), other);
    }

    [Fact]
    public void A_batch_of_known_and_new_prompts_gives_what_each_gives_alone()
    {
        using var reuse = Cache();
        Answer(Ask([40, 41], _banner), reuse);
        GenerationRequest[] requests = [Ask([7, 8, 9], _banner), Ask([40], _product), Greedy([1, 5, 6], []), Ask([40, 41], _banner, _product), Ask([44], _product)];
        var answers = Answers(requests, reuse);
        for (int i = 0; i < requests.Length; i++)
            AssertSame(Alone(requests[i]), answers[i]);
        Assert.True(answers[0].CachedPromptTokens > 0);
        Assert.Equal(0, answers[1].CachedPromptTokens);
        Assert.True(answers[4].CachedPromptTokens > 0, "The second row is known when the last one is taken in.");
    }

    [Fact]
    public void Prompts_of_several_lengths_that_share_nothing_are_known_afterwards()
    {
        using var reuse = Cache();
        GenerationRequest[] requests = [Greedy([.. Enumerable.Range(10, 70)], []), Ask([40], _banner), Greedy([.. Enumerable.Range(300, 40)], []), Ask([41], _product)];
        foreach (var (request, answer) in requests.Zip(Answers(requests, reuse)))
        {
            Assert.Equal(0, answer.CachedPromptTokens);
            AssertSame(Alone(request), answer);
        }

        foreach (var request in requests)   // their keys and values stood behind padding
        {
            var again = Answer(request, reuse);
            Assert.Equal((request.InputIds.Count - 1) / 32 * 32, again.CachedPromptTokens);
            AssertSame(Alone(request), again);
        }
    }

    [Fact]
    public void The_rest_of_a_long_prompt_comes_in_slices_pictures_across_their_borders()
    {
        using var reuse = Cache();
        int[] beginning = [.. Enumerable.Range(10, 40)];
        Answer(Greedy(beginning, []), reuse);
        GenerationRequest longer = Greedy([.. beginning, .. Enumerable.Range(60, 250), .. Places(1, _banner), .. Enumerable.Range(60, 20), .. Places(2, _product), 7], [_banner, _product]);
        Assert.InRange(longer.InputIds.Count, 32 + 512 + 1, _golden.Network.Config.OriginalMaxPositionEmbeddings - 12);
        var answer = Answer(longer, reuse);
        Assert.Equal(32, answer.CachedPromptTokens);
        AssertSame(Alone(longer), answer);
    }

    [Fact]
    public void Slices_of_a_prompt_beyond_the_original_length_have_its_factors()
    {
        using var reuse = Cache();
        int original = _golden.Network.Config.OriginalMaxPositionEmbeddings;
        int[] beginning = [.. Enumerable.Range(10, 40)];
        GenerationRequest[] requests = [.. new[] { 3, 5 }.Select(step => Greedy([.. beginning, .. Enumerable.Range(0, original + 50).Select(i => 1 + i * step % 400)], []))];
        Assert.True(original > 32 + 512, "A slice ends before the border.");
        Answer(requests[0], reuse);
        var answer = Answer(requests[1], reuse);
        Assert.Equal(32, answer.CachedPromptTokens);
        AssertSame(Alone(requests[1]), answer);
    }

    [Fact]
    public void Pictures_in_another_order_are_another_prompt()
    {
        var darker = HdPicture.FromPixels(_banner.Layout, Darker(_banner));
        using var reuse = Cache();
        Answer(Ask([40], _banner, darker), reuse);
        var swapped = Answer(Ask([40], darker, _banner), reuse);
        Assert.Equal((0, 2), (swapped.CachedPromptTokens, swapped.CachedPictures));
        AssertSame(Alone(Ask([40], darker, _banner)), swapped);
    }

    [Fact]
    public void A_picture_that_stands_in_known_text_is_not_made_again()
    {
        using var reuse = new PromptCache(_golden.Network, 1 << 30, maxPictureBytes: 0);
        int[] question = [.. Enumerable.Range(40, 64)];   // long enough to fill the block in which the picture ends
        Answer(Ask(question, _banner), reuse);
        var again = Answer(Ask([.. question, 5], _banner), reuse);
        Assert.Equal(1, again.CachedPictures);
        AssertSame(Alone(Ask([.. question, 5], _banner)), again);
    }

    [Fact]
    public void Places_that_name_other_pictures_than_stand_there_are_refused()
    {
        int[] both = [1, .. Places(1, _banner), .. Places(1, _banner)], swapped = [1, .. Places(2, _banner), .. Places(1, _banner)], second = [1, .. Places(2, _banner)];
        Assert.All([Greedy(both, [_banner, _banner]), Greedy(swapped, [_banner, _banner]), Greedy(second, [_banner])], request => Assert.Contains("one picture after the other", Assert.Throws<ArgumentException>(() => Alone(request)).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Alone(Greedy([], [])));
        Assert.Throws<ArgumentException>(() => TestGenerator.For(_golden.Network).Generate([]));
    }

    [Fact]
    public void Adapters_share_nothing()
    {
        using var reuse = Cache();
        using var adapter = LoraAdapter.Create(_golden.Network, new LoraOptions { Rank = 4, TargetModules = [.. LoraOptions.DecoderModules, .. LoraOptions.VisionModules] }, seed: 7);
        foreach (var pair in adapter.Pairs)
            pair.B.uniform_(-0.3, 0.3);
        var request = Ask([40, 41], _banner);
        Answer(request, reuse);
        var adapted = Answer(request, reuse, adapter);
        Assert.Equal((0, 0), (adapted.CachedPromptTokens, adapted.CachedPictures));
        AssertSame(TestGenerator.For(_golden.Network).Generate(request, adapter), adapted);
        var again = Answer(request, reuse, adapter);
        Assert.True(again.CachedPromptTokens > 0);
        AssertSame(adapted, again);
        AssertSame(Alone(request), Answer(request, reuse));
    }

    [Fact]
    public void Keys_of_short_sequences_do_not_serve_long_ones()
    {
        using var golden = new GoldenNetwork("tiny-long");
        int original = golden.Network.Config.OriginalMaxPositionEmbeddings;
        var generator = TestGenerator.For(golden.Network);
        using var reuse = new PromptCache(golden.Network, 1 << 30, 1 << 30);
        int[] ids = [.. Enumerable.Range(0, original + 40).Select(i => 1 + i * 7 % 300)];
        (int Prompt, int Answer, bool Knows)[] cases = [(original - 10, 30, false), (original - 5, 2, true), (original - 5, 20, true), (original + 20, 5, true), (original - 3, 10, true)];
        foreach (var (prompt, answer, knows) in cases)   // the first and third cross the border while they are answered
        {
            var request = TestGenerator.Greedy(ids[..prompt], [], answer);
            var listener = new StepCounter();
            generator.Generate([request], listener, reuse: reuse);
            AssertSame(generator.Generate(request), listener.Results[0]);
            Assert.Equal(knows, listener.Results[0].CachedPromptTokens > 0);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(12)]
    public void Both_bounds_hold_and_what_was_used_last_stays(int blocks)
    {
        long block = 32L * 2 * _golden.Network.Config.NumHiddenLayers * _golden.Network.Config.NumKeyValueHeads * _golden.Network.Config.HeadDim * 4;
        long picture = (long)_banner.Layout.Tokens * _golden.Network.Config.HiddenSize * 4;
        using var reuse = new PromptCache(_golden.Network, blocks * block, picture);
        GenerationRequest[] requests = [Ask([40], _banner), Ask([41], _product), Greedy([.. Enumerable.Range(100, 70)], []), Greedy([.. Enumerable.Range(200, 70)], [])];
        foreach (var request in requests)
        {
            AssertSame(Alone(request), Answer(request, reuse));
            Assert.InRange(reuse.PrefixBytes, 0, blocks * block);
            Assert.InRange(reuse.PictureBytes, 0, picture);
        }

        int[] longer = [.. Enumerable.Range(200, 90)];
        var last = Answer(Greedy(longer, []), reuse);
        Assert.Equal(Math.Min(blocks, 2) * 32, last.CachedPromptTokens);   // 64 of the 70 tokens are whole blocks
        AssertSame(Alone(Greedy(longer, [])), last);
    }

    [Fact]
    public void A_disposed_cache_leaves_no_tensor_behind()
    {
        Answer(Ask([40, 41], _banner), Cache());
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var reuse = Cache())
        {
            Answers([Ask([40, 41], _banner), Ask([42], _product)], reuse);
            Assert.True(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount > before);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static byte[] Darker(HdPicture picture) => [.. picture.Pixels.ToArray().Select(value => (byte)(value / 2))];

    private static IEnumerable<int> Places(int number, HdPicture picture) => Enumerable.Repeat(-number, picture.Layout.Tokens);

    private static GenerationRequest Ask(int[] question, params HdPicture[] pictures) => Ask(question, pictures, tokens: 12);

    private static GenerationRequest Ask(int[] question, HdPicture picture, int tokens) => Ask(question, [picture], tokens);

    private static GenerationRequest Ask(int[] question, HdPicture[] pictures, int tokens)
        => Greedy([1, 20, .. pictures.SelectMany((p, i) => Enumerable.Repeat(-(i + 1), p.Layout.Tokens).Append(1)), .. question], pictures, tokens);

    private static GenerationRequest Greedy(int[] ids, IReadOnlyList<HdPicture> pictures, int tokens = 12) => TestGenerator.Greedy(ids, pictures, tokens);

    private static void AssertSame(GenerationResult expected, GenerationResult actual)
    {
        Assert.Equal(expected.TokenIds, actual.TokenIds);
        Assert.All(expected.LogProbabilities.Zip(actual.LogProbabilities), p => Assert.Equal(p.First, p.Second, Tolerance));
    }

    private PromptCache Cache() => new(_golden.Network, 1 << 30, 1 << 30);

    private GenerationResult Alone(GenerationRequest request) => TestGenerator.For(_golden.Network).Generate(request);

    private GenerationResult Answer(GenerationRequest request, PromptCache reuse, LoraAdapter? adapter = null) => Answers([request], reuse, adapter)[0];

    private GenerationResult[] Answers(GenerationRequest[] requests, PromptCache reuse, LoraAdapter? adapter = null)
    {
        var listener = new StepCounter();
        TestGenerator.For(_golden.Network).Generate(requests, listener, adapter, reuse);
        return [.. Enumerable.Range(0, requests.Length).Select(row => listener.Results[row])];
    }
}
