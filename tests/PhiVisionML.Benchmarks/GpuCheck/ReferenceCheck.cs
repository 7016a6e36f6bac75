using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model;
using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.GpuCheck;

/// <summary>The network on one device against the reference's recorded logits and greedy tokens, in float32 and bfloat16.</summary>
internal static class ReferenceCheck
{
    private const double Float32Tolerance = 2e-4;
    private const double UndecidedGap = 1e-3;   // below it, a differing token is no fault

    // bfloat16 rounds differently on each device: as far from float32 as the reference's own bfloat16 run, and half as much again.
    private const double LargestMargin = 2, MeanMargin = 1.5;

    /// <summary>Checks all configurations; a line for each case.</summary>
    public static void Run(Device device, Report report)
    {
        foreach (string name in ReferenceRecord.Names)
        {
            foreach (var dtype in new[] { ScalarType.Float32, ScalarType.BFloat16 })
            {
                using var record = new ReferenceRecord(name, dtype, device);
                using var inference = inference_mode();
                foreach (string test in record.Cases.Where(c => Limits(record, c) is not null))
                    Forward(record, name, test, report);
                foreach (string test in record.GreedyCases.Where(c => Limits(record, c) is not null))
                    Greedy(record, name, test, report);
            }
        }
    }

    private static void Forward(ReferenceRecord record, string name, string test, Report report)
    {
        using var scope = NewDisposeScope();
        var batch = record.Batch(test);
        var logits = record.Network.Logits(record.Network.Forward(batch));
        Compare(record, name, test, "forward", record.Pairs(test, logits, batch.LeftPadding), sameTokens: true, report);
    }

    private static void Greedy(ReferenceRecord record, string name, string test, Report report)
    {
        using var scope = NewDisposeScope();
        var (expected, gap) = record.Greedy(test);
        var logits = Decode(record.Network, record.Batch(test), expected);
        long[] best = logits.argmax(-1).cpu().data<long>().ToArray();
        bool same = best.SequenceEqual(expected.SelectMany(row => row).Select(id => (long)id));
        bool decided = record.Network.DType == ScalarType.Float32 && gap >= UndecidedGap;
        Compare(record, name, test, "greedy", [record.GreedyPair(test, logits)], same || !decided, report);
    }

    // Feeds the recorded tokens, so that one undecided step does not change all that follow: [rows, steps, vocab]
    private static Tensor Decode(Phi3Vision network, TokenBatch prompts, int[][] fed)
    {
        int steps = fed[0].Length;
        using var cache = new KvCache(network.Config, prompts.Rows, prompts.Columns + steps, network.DType, network.Device);
        var logits = new List<Tensor>();
        for (int step = 0; step < steps; step++)
        {
            var batch = step == 0 ? prompts : TokenBatch.Continue([.. fed.Select(row => new[] { row[step - 1] })], prompts);
            var hidden = network.Forward(batch, cache);
            logits.Add(network.Logits(hidden.narrow(1, hidden.size(1) - 1, 1)));
        }

        return cat(logits, 1);
    }

    private static void Compare(ReferenceRecord record, string name, string test, string what, IEnumerable<(Tensor Actual, Tensor Expected)> pairs, bool sameTokens, Report report)
    {
        double largest = 0;
        var positions = new List<Tensor>();   // mean difference at each position, so that each counts alike
        foreach (var (actual, expected) in pairs)
        {
            if (!actual.shape.AsSpan().SequenceEqual(expected.shape))
                throw new InvalidOperationException($"{name} {test}: logits [{string.Join(", ", actual.shape)}], recorded [{string.Join(", ", expected.shape)}].");
            var difference = (actual - expected).abs();
            double most = difference.max().item<float>();
            largest = double.IsNaN(most) ? double.PositiveInfinity : Math.Max(largest, most);
            positions.Add(difference.mean([-1]).flatten());
        }

        double mean = cat(positions).mean().item<float>();
        var (allowedLargest, allowedMean) = Limits(record, test)!.Value;
        bool passed = sameTokens && largest <= allowedLargest && mean <= allowedMean;
        string dtype = record.Network.DType.ToString(), device = record.Network.Device.ToString();
        report.Add(
            new { Name = "reference", Network = name, Case = test, What = what, Dtype = dtype, Device = device, Largest = largest, AllowedLargest = allowedLargest, Mean = mean, AllowedMean = allowedMean, SameTokens = sameTokens, Passed = passed },
            FormattableString.Invariant($"{(passed ? "ok  " : "FAIL")} {name} {test} {what}, {dtype} on {device}: largest difference {largest:E2} (allowed {allowedLargest:E2}), mean {mean:E2}{(sameTokens ? "" : ", TOKENS DIFFER")}."),
            passed);
    }

    // Null where the reference recorded nothing to go by.
    private static (double Largest, double Mean)? Limits(ReferenceRecord record, string test)
    {
        if (record.Network.DType == ScalarType.Float32)
            return (Float32Tolerance, Float32Tolerance);
        return record.BFloat16Spread(test) is { } spread ? (spread.Largest * LargestMargin, spread.Mean * MeanMargin) : null;
    }
}
