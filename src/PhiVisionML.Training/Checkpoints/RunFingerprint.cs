using System.Globalization;
using PhiVisionML.Model;
using PhiVisionML.Training.Samples;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Checkpoints;

/// <summary>Everything on which a run's numbers depend, by name, so that a checkpoint is not continued by another run.</summary>
internal static class RunFingerprint
{
    private const ulong Fnv = 0xCBF29CE484222325UL, FnvPrime = 0x100000001B3UL;

    /// <summary>Names and values; what changes neither weights nor result (folders, log intervals) is left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(Phi3Vision network, TrainingOptions options, ISampleSource training, ISampleSource? validation, bool augmented)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [nameof(options.Mode)] = options.Mode.ToString(),
            [nameof(options.Lora)] = options.EffectiveLora is { } lora ? Text($"rank {lora.Rank}, alpha {lora.Alpha}, {string.Join(", ", lora.TargetModules)}") : "none",
            [nameof(options.Epochs)] = Text($"{options.Epochs}"),
            [nameof(options.MaxSteps)] = Text($"{options.MaxSteps}"),
            [nameof(options.BatchTokens)] = Text($"{options.BatchTokens}"),
            [nameof(options.BatchRows)] = Text($"{options.BatchRows}"),
            [nameof(options.AccumulationBatches)] = Text($"{options.AccumulationBatches}"),
            [nameof(options.BatchByLength)] = Text($"{options.BatchByLength}"),
            [nameof(options.LearningRate)] = Text($"{options.LearningRate:R}"),
            [nameof(options.WeightDecay)] = Text($"{options.WeightDecay:R}"),
            [nameof(options.Parts)] = string.Join("; ", options.Parts.OrderBy(p => p.Key).Select(p => Text($"{p.Key} {p.Value.LearningRate:R} {p.Value.WeightDecay:R}"))),
            [nameof(options.AdamW)] = Text($"{options.AdamW.Beta1:R}, {options.AdamW.Beta2:R}, {options.AdamW.Epsilon:R}"),
            [nameof(options.Schedule)] = options.Schedule.ToString(),
            [nameof(options.WarmupRatio)] = Text($"{options.WarmupRatio:R}"),
            [nameof(options.WarmupSteps)] = Text($"{options.WarmupSteps}"),
            [nameof(options.ClipNorm)] = Text($"{options.ClipNorm:R}"),
            [nameof(options.Seed)] = Text($"{options.Seed}"),
            [nameof(options.ValidationSteps)] = Text($"{options.ValidationSteps}"),
            [nameof(options.EarlyStoppingPatience)] = Text($"{options.EarlyStoppingPatience}"),
            [nameof(options.KeepBest)] = Text($"{options.KeepBest}"),
            ["training rows"] = Rows(training),
            ["validation rows"] = validation is null ? "none" : Rows(validation),
            ["augmentation"] = augmented ? "yes" : "no",
            ["network"] = Text($"{network.Config} in {network.DType}"),
        };
        if (options.Mode == TrainingMode.Lora)
            values["base weights"] = BaseWeights(network);
        return values;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Rows(ISampleSource rows)
    {
        ulong hash = Fnv;
        for (int i = 0; i < rows.Count; i++)
        {
            var (tokens, labelled) = rows.Size(i);
            hash = (((hash ^ (uint)tokens) * FnvPrime ^ (uint)labelled) * FnvPrime ^ rows.Checksum(i)) * FnvPrime;
        }

        return Text($"{rows.Count} rows with fingerprint {hash:x16}");
    }

    // A few thousand numbers tell one base from another
    private static string BaseWeights(Phi3Vision network)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        ulong hash = Fnv;
        foreach (var sample in new[] { network.Weights["model.norm.weight"].Value, network.Weights["lm_head.weight"].Value[0] })
        {
            foreach (float number in sample.to_type(ScalarType.Float32).cpu().data<float>())
                hash = (hash ^ BitConverter.SingleToUInt32Bits(number)) * FnvPrime;
        }

        return Text($"{hash:x16}");
    }
}
