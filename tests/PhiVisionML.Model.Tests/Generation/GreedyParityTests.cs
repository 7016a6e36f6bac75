using PhiVisionML.Model.Layers;
using PhiVisionML.Tests;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Tests.Generation;

/// <summary>Greedy decoding with the cache against the reference's tokens and logits.</summary>
public class GreedyParityTests
{
    private const double LogitTolerance = 2e-4;
    private const double UndecidedGap = 1e-3;   // below it, a differing token is no fault

    [Theory]
    [InlineData("tiny", "text40")]
    [InlineData("tiny", "image1")]
    [InlineData("tiny", "leftpad")]
    [InlineData("tiny-gqa", "text40")]
    [InlineData("tiny-gqa", "image1")]
    [InlineData("tiny-gqa", "leftpad")]
    [InlineData("small", "text40")]
    [InlineData("small", "image1")]
    [InlineData("small", "leftpad")]
    public void Tokens_and_logits_equal_the_reference(string name, string test)
    {
        using var golden = new GoldenNetwork(name);
        var record = golden.Forward.GetProperty("greedy").GetProperty(test);
        int[][] expected = GoldenNetwork.Ids(record.GetProperty("tokens"));
        var (tokens, logits) = Decode(golden.Network, golden.Batch(golden.Forward.GetProperty("cases").GetProperty(test)), expected);
        if (record.GetProperty("smallest_gap_top1_top2").GetDouble() >= UndecidedGap)
            Assert.Equal(expected, tokens);
        using (logits)
            golden.AssertClose($"greedy.{test}.logits", name == "small" ? logits.slice(2, 0, logits.size(2), 97) : logits, LogitTolerance);
    }

    [Fact]
    public void Crossing_the_original_length_recomputes_the_cache()
    {
        using var golden = new GoldenNetwork("tiny-long");
        var record = golden.Forward.GetProperty("greedy").GetProperty("cross");
        int[] expected = [.. record.GetProperty("tokens_recomputed_without_cache").EnumerateArray().Select(t => t.GetInt32())];
        int[] prompt = GoldenNetwork.Ids(golden.Forward.GetProperty("cases").GetProperty("cross").GetProperty("ids_rle"))[0];
        var result = TestGenerator.For(golden.Network).Generate(TestGenerator.Greedy(prompt, [], expected.Length));
        Assert.Equal(expected, result.TokenIds);
    }

    // Feeds the recorded tokens, so that one undecided step does not change all that follow.
    private static (int[][] Tokens, Tensor Logits) Decode(Phi3Vision network, TokenBatch prompts, int[][] fed)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        int steps = fed[0].Length;
        using var cache = new KvCache(network.Config, prompts.Rows, prompts.Columns + steps, network.DType, network.Device);
        var all = new List<Tensor>();
        for (int step = 0; step < steps; step++)
        {
            var batch = step == 0 ? prompts : TokenBatch.Continue([.. fed.Select(row => new[] { row[step - 1] })], prompts);
            var hidden = network.Forward(batch, cache);
            all.Add(network.Logits(hidden.narrow(1, hidden.size(1) - 1, 1)));
        }

        var logits = cat(all, 1);
        var best = logits.argmax(-1);
        int[][] tokens = [.. Enumerable.Range(0, prompts.Rows).Select(r => best[r].data<long>().Select(t => (int)t).ToArray())];
        return (tokens, logits.MoveToOuterDisposeScope());
    }
}
