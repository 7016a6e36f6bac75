using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Optimizers;
using PhiVisionML.Training.Samples;
using Xunit;

namespace PhiVisionML.Training.Tests.Parity;

/// <summary>Four runs of 20 steps through <see cref="Trainer"/> against the reference's AdamW curves.</summary>
public class CurveParityTests
{
    private const double LossTolerance = 1e-4, NormTolerance = 1e-4;   // norms: relative, or absolute where they are below 1

    private static readonly TrainingOptions Recorded = new()
    {
        Mode = TrainingMode.Full,
        Epochs = 20,
        BatchRows = 2,
        LearningRate = 1e-3,
        AdamW = new AdamWOptions { Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8 },
        WeightDecay = 0.01,
        Schedule = ScheduleKind.Constant,
        WarmupSteps = 0,
        ClipNorm = null,
    };

    [Fact]
    public void Full_tuning_follows_the_reference_and_ends_with_its_weights()
    {
        using var golden = new GoldenTraining();
        const string unused = "model.vision_embed_tokens.img_processor.vision_model.post_layernorm.weight";
        float[] before = [.. golden.Network.Weights[unused].Value.data<float>()];
        AssertCurve(golden, "full", Recorded);
        Assert.Equal(before, golden.Network.Weights[unused].Value.data<float>());
        foreach (string name in golden.TensorNames("after20."))
            golden.AssertClose("after20." + name, golden.Network.Weights[name].Value, 1e-4);
    }

    [Fact]
    public void A_frozen_tower_follows_the_reference() => AssertCurve("frozen_vision_tower", Recorded with { Mode = TrainingMode.FrozenTower });

    [Fact]
    public void Clipping_and_warm_up_follow_the_reference() => AssertCurve("clip1_warmup5", Recorded with { ClipNorm = 1, WarmupSteps = 5 });

    [Fact]
    public void An_adapter_follows_the_reference()
    {
        var lora = new LoraOptions { Rank = 4, Alpha = 8 };
        AssertCurve("lora_r4_alpha8", Recorded with { Mode = TrainingMode.Lora, Lora = lora, WeightDecay = 0 });
    }

    private static void AssertCurve(string name, TrainingOptions options)
    {
        using var golden = new GoldenTraining();
        AssertCurve(golden, name, options);
    }

    private static void AssertCurve(GoldenTraining golden, string name, TrainingOptions options)
    {
        using var adapter = options.Lora is { } lora ? golden.Adapter(lora) : null;
        var samples = new SampleList(golden.Samples());
        var reports = new ProgressList();
        var result = new Trainer(golden.Network, golden.Processor, options, adapter).Train(samples, progress: reports);
        Assert.Equal(20, result.Steps);

        var curve = golden.Record.GetProperty(name);
        for (int step = 0; step < 20; step++)
        {
            var report = reports[step];
            double norm = curve.GetProperty("grad_norm_before_clip")[step].GetDouble();
            Assert.Equal(curve.GetProperty("loss")[step].GetDouble(), report.Loss, LossTolerance);
            Assert.True(Math.Abs(report.GradientNorm - norm) <= NormTolerance * Math.Max(1, norm), $"{name}, step {step}: norm {report.GradientNorm}, expected {norm}.");
            Assert.Equal(curve.GetProperty("lr")[step].GetDouble(), report.LearningRate, 1e-12);
        }

        double after = new AnswerLossMeter(golden.Network, golden.Processor, result.Adapter).MeanLoss(samples);
        Assert.Equal(curve.GetProperty("loss")[20].GetDouble(), after, LossTolerance);
    }
}
