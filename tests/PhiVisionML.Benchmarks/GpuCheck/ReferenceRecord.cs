using System.Globalization;
using PhiVisionML.Model;
using PhiVisionML.Tests;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.GpuCheck;

/// <summary>One reference configuration on a device and in a type, with its recorded numbers beside the network's.</summary>
internal sealed class ReferenceRecord(string name, ScalarType dtype, Device device) : GoldenRecord(name, weights => new MovedWeights(weights, dtype, device))
{
    private const int EveryColumn = 97;

    /// <summary>The cases whose logits were recorded.</summary>
    public IEnumerable<string> Cases => Forward.GetProperty("cases").EnumerateObject().Select(c => c.Name).Where(HasLogits);

    /// <summary>The greedy continuations that were recorded with a cache and do not cross the original length (there the reference keeps stale keys).</summary>
    public IEnumerable<string> GreedyCases => Forward.GetProperty("greedy").EnumerateObject().Select(c => c.Name).Where(StaysOnOneSide);

    /// <summary>How far the reference's own bfloat16 run is from its float32 run: largest and mean difference of the logits; null where it was not recorded.</summary>
    public (double Largest, double Mean)? BFloat16Spread(string test)
        => Forward.GetProperty("tolerance").TryGetProperty(test, out var spread)
            ? (spread.GetProperty("max_abs_bf16_vs_f32").GetDouble(), spread.GetProperty("mean_abs_bf16_vs_f32").GetDouble())
            : null;

    /// <summary>The batch of a case, pictures included.</summary>
    public TokenBatch Batch(string test) => Batch(Forward.GetProperty("cases").GetProperty(test));

    /// <summary>The recorded tokens of a greedy case, and whether the reference was sure of each.</summary>
    public (int[][] Tokens, double SmallestGap) Greedy(string test)
    {
        var record = Forward.GetProperty("greedy").GetProperty(test);
        return (Ids(record.GetProperty("tokens")), record.GetProperty("smallest_gap_top1_top2").GetDouble());
    }

    /// <summary>Pairs the logits of a case, <c>[rows, columns, vocab]</c>, with those parts of the reference's that were recorded; padding is zero in both.</summary>
    public IEnumerable<(Tensor Actual, Tensor Expected)> Pairs(string test, Tensor logits, IReadOnlyList<int> leftPadding)
    {
        if (Numbers.Entries.ContainsKey($"{test}.logits"))
        {
            yield return Pair($"{test}.logits", logits, leftPadding);
            yield break;
        }

        yield return Pair($"{test}.logits.last", logits.select(1, -1), []);
        yield return Pair($"{test}.logits.cols97", logits, leftPadding);
    }

    /// <summary>Pairs the logits of a greedy continuation, <c>[rows, steps, vocab]</c>, with the recorded ones.</summary>
    public (Tensor Actual, Tensor Expected) GreedyPair(string test, Tensor logits) => Pair($"greedy.{test}.logits", logits, []);

    // The record may hold every n-th position, the last positions only, or every 97th vocabulary entry.
    private (Tensor Actual, Tensor Expected) Pair(string name, Tensor logits, IReadOnlyList<int> leftPadding)
    {
        using var scope = NewDisposeScope();
        using var view = Numbers.View(name);
        var expected = view.to(ScalarType.Float32, copy: true);
        var actual = logits.to(ScalarType.Float32, CPU, copy: true);
        for (int row = 0; row < leftPadding.Count; row++)
            actual[row].narrow(0, 0, leftPadding[row]).zero_();
        if (expected.size(-1) < actual.size(-1))
            actual = actual.slice(-1, 0, actual.size(-1), EveryColumn);
        if (Numbers.Metadata.TryGetValue("every." + name, out string? every))
            actual = actual.slice(-2, 0, actual.size(-2), int.Parse(every, CultureInfo.InvariantCulture));
        else if (expected.size(-2) < actual.size(-2))
            actual = actual.narrow(-2, actual.size(-2) - expected.size(-2), expected.size(-2));
        for (int row = 0; row < leftPadding.Count; row++)
            expected[row].narrow(0, 0, leftPadding[row]).zero_();
        return (actual.MoveToOuterDisposeScope(), expected.MoveToOuterDisposeScope());
    }

    private bool StaysOnOneSide(string test)
    {
        int[][] ids = Ids(Forward.GetProperty("cases").GetProperty(test).GetProperty("ids_rle"));
        int prompt = ids[0].Length, steps = Greedy(test).Tokens[0].Length, original = Network.Config.OriginalMaxPositionEmbeddings;
        return prompt > original || prompt + steps <= original;
    }
}
