using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Weights;
using PhiVisionML.Training.Optimizers;
using PhiVisionML.Training.Samples;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests;

public class TrainerTests
{
    private const string TowerWeight = "model.vision_embed_tokens.img_processor.vision_model.encoder.layers.0.mlp.fc1.weight";
    private const string DecoderWeight = "model.layers.0.mlp.down_proj.weight";

    [Theory]
    [InlineData(TrainingMode.Full)]
    [InlineData(TrainingMode.FrozenTower)]
    [InlineData(TrainingMode.Lora)]
    public void Every_mode_lowers_the_loss_and_changes_only_what_it_should(TrainingMode mode)
    {
        using var network = ColourTask.Network();
        byte[] before = ColourTask.Bits(network);
        float[] tower = Numbers(network, TowerWeight);
        var (result, reports) = Train(network, ColourTask.Options with { Mode = mode, Epochs = 6, LearningRate = 5e-3 }, 24);
        using var adapter = result.Adapter;
        Assert.Equal(StopReason.Completed, result.Stopped);
        Assert.True(reports[^1].Loss < 0.6 * reports[0].Loss, $"from {reports[0].Loss} to {reports[^1].Loss}");
        Assert.Equal(mode == TrainingMode.Lora, adapter is not null);
        Assert.Equal(mode == TrainingMode.Lora, before.AsSpan().SequenceEqual(ColourTask.Bits(network)));
        Assert.Equal(mode != TrainingMode.Full, tower.AsSpan().SequenceEqual(Numbers(network, TowerWeight)));
        Assert.DoesNotContain(network.Weights.Slots, s => s.Value.requires_grad);
    }

    [Fact]
    public void Short_weights_are_trained_and_stay_short()
    {
        using var network = ColourTask.Network(ScalarType.BFloat16);
        var (_, reports) = Train(network, ColourTask.Options with { Epochs = 6 }, 24);
        Assert.True(reports[^1].Loss < 0.6 * reports[0].Loss);
        Assert.All(network.Weights.Slots, s => Assert.Equal(ScalarType.BFloat16, s.Value.dtype));
    }

    [Fact]
    public void A_network_over_a_mapped_checkpoint_can_be_trained()
    {
        using var folder = new TemporaryFolder();
        using (var network = ColourTask.Network())
            Checkpoint.Save(folder["model"], network.Weights);
        byte[] file = File.ReadAllBytes(Path.Combine(folder["model"], "model.safetensors"));
        using var checkpoint = Checkpoint.Open(folder["model"]);
        using (var mapped = ColourTask.Network(new CheckpointWeights(checkpoint, ScalarType.Float32, CPU)))
            Train(mapped, ColourTask.Options with { Epochs = 1 }, 8);
        Assert.Equal(file, File.ReadAllBytes(Path.Combine(folder["model"], "model.safetensors")));
    }

    [Fact]
    public void Two_batches_of_two_rows_make_the_same_step_as_one_of_four()
    {
        var options = ColourTask.Options with { Epochs = 1 };
        TrainingProgress Step(TrainingOptions o)
        {
            using var network = ColourTask.Network();
            return Assert.Single(Train(network, o, 4).Reports);
        }

        var whole = Step(options with { BatchRows = 4 });
        var halves = Step(options with { BatchRows = 2, AccumulationBatches = 2 });
        Assert.Equal(whole.Loss, halves.Loss, 1e-5);
        Assert.Equal(whole.GradientNorm, halves.GradientNorm, 1e-4);
    }

    [Fact]
    public void The_last_partial_accumulation_of_an_epoch_is_a_step_of_full_weight()
    {
        using var network = ColourTask.Network();
        var (result, reports) = Train(network, ColourTask.Options with { Epochs = 1, BatchRows = 1, AccumulationBatches = 4, LearningRate = 1e-9 }, 5);
        Assert.Equal(2, result.Steps);
        Assert.Equal(1, reports[^1].Epoch);
        Assert.True(reports[1].Loss > 0.5 * reports[0].Loss, "a mean over the one row that was left, not over four");
    }

    [Fact]
    public void Parts_have_rates_of_their_own()
    {
        using var network = ColourTask.Network();
        float[] tower = Numbers(network, TowerWeight), decoder = Numbers(network, DecoderWeight);
        var parts = new Dictionary<TrainingPart, PartRates> { [TrainingPart.Tower] = new(LearningRate: 1e-12, WeightDecay: 0) };
        Train(network, ColourTask.Options with { Epochs = 1, Parts = parts }, 8);
        Assert.All(tower.Zip(Numbers(network, TowerWeight)), w => Assert.Equal(w.First, w.Second, 1e-8));
        Assert.Contains(decoder.Zip(Numbers(network, DecoderWeight)), w => Math.Abs(w.First - w.Second) > 1e-4);
    }

    [Fact]
    public void The_weights_of_the_best_validation_are_kept()
    {
        var options = ColourTask.Options with { ValidationSteps = 4, Epochs = 10 };
        var misleading = new SampleList([.. Enumerable.Range(0, 6).Select(i => ColourTask.Row(i, i % 4)).Select((row, i) => row with { Labels = [.. row.Labels[..^2], 40 + (i + 1) % 4, 2] })]);
        using var network = ColourTask.Network();
        var result = new Trainer(network, ColourTask.Processor, options with { KeepBest = true }).Run(ColourTask.Rows(16), misleading);
        Assert.InRange(result.Best!.Step, 4, 36);
        Assert.Equal(result.Best.Step, result.WeightsOfStep);
        Assert.Equal(result.Validations.Min(v => v.Loss), result.Best.Loss);

        using var shorter = ColourTask.Network();
        new Trainer(shorter, ColourTask.Processor, options with { MaxSteps = result.Best.Step }).Run(ColourTask.Rows(16));
        Assert.Equal(ColourTask.Bits(shorter), ColourTask.Bits(network));
    }

    [Fact]
    public void A_run_ends_early_when_validation_does_not_improve()
    {
        var options = ColourTask.Options with { ValidationSteps = 1, Epochs = 40, EarlyStoppingPatience = 3, LearningRate = 0.3 };
        using var network = ColourTask.Network();
        var result = new Trainer(network, ColourTask.Processor, options).Run(ColourTask.Rows(16), ColourTask.Rows(4));
        Assert.Equal(StopReason.EarlyStopped, result.Stopped);
        Assert.Equal(result.Best!.Step + 3, result.Steps);
    }

    [Fact]
    public void A_cancelled_run_returns_what_it_has_where_that_is_asked_for()
    {
        var options = ColourTask.Options with { Cancellation = CancellationBehavior.ReturnCurrent };
        using var cancelled = ColourTask.Network();
        using var cancel = new CancelAt(3);
        var result = new Trainer(cancelled, ColourTask.Processor, options).Run(ColourTask.Rows(16), cancel: cancel);
        Assert.Equal((StopReason.Cancelled, 3), (result.Stopped, result.Steps));

        using var shorter = ColourTask.Network();
        Train(shorter, options with { MaxSteps = 3 }, 16);
        Assert.Equal(ColourTask.Bits(shorter), ColourTask.Bits(cancelled));
    }

    [Fact]
    public void A_cancelled_run_throws_where_nothing_else_is_asked_for()
    {
        using var network = ColourTask.Network();
        using var cancel = new CancelAt(1);
        Assert.Throws<OperationCanceledException>(() => new Trainer(network, ColourTask.Processor, ColourTask.Options).Run(ColourTask.Rows(16), cancel: cancel));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_with_the_step_and_the_rows()
    {
        using var network = ColourTask.Network();
        network.Weights["model.embed_tokens.weight"].Value[ColourTask.FirstWordToken + 7].fill_(float.NaN);   // the word of rows 28 to 31 alone
        var options = ColourTask.Options with { BatchRows = 1, Epochs = 1 };
        var diverged = Assert.Throws<TrainingDivergedException>(() => Train(network, options, 32));
        string row = Assert.Single(diverged.RowIds);
        Assert.Contains(row, new[] { "row 28", "row 29", "row 30", "row 31" });
        Assert.Contains($"At step {diverged.Step} ", diverged.Message, StringComparison.Ordinal);
        Assert.False(network.Weights[DecoderWeight].Value.isnan().any().item<bool>());
    }

    [Fact]
    public void Augmentation_sees_each_row_anew_each_epoch_and_the_same_each_run()
    {
        List<ulong> Draws()
        {
            var draws = new List<ulong>();
            using var network = ColourTask.Network();
            new Trainer(network, ColourTask.Processor, ColourTask.Options with { Epochs = 2 })
            {
                Augment = (picture, _, random) =>
                {
                    draws.Add(random.Next());
                    return picture;
                },
            }.Run(ColourTask.Rows(6));
            return draws;
        }

        var first = Draws();
        Assert.Equal(12, first.Distinct().Count());
        Assert.Equal(first, Draws());
    }

    [Fact]
    public void Augmentation_that_changes_the_layout_is_refused_with_the_row()
    {
        var wide = new ImageProcessor(new ImageProcessorConfig { NumCrops = 2, CropSize = 56, NumImgTokens = 4 }).Process(RgbPicture.FromRgb(112, 56, new byte[112 * 56 * 3]));
        using var network = ColourTask.Network();
        var trainer = new Trainer(network, ColourTask.Processor, ColourTask.Options) { Augment = (_, _, _) => wide };
        var refused = Assert.Throws<SampleRefusedException>(() => trainer.Run(ColourTask.Rows(4)));
        Assert.Contains("from 13 to 17 tokens", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measured_metrics_come_with_the_validation()
    {
        using var network = ColourTask.Network();
        var trainer = new Trainer(network, ColourTask.Processor, ColourTask.Options with { Epochs = 1 }) { Measure = _ => new Dictionary<string, double> { ["accuracy"] = 0.25 } };
        var reports = new ProgressList();
        var result = trainer.Run(ColourTask.Rows(8), ColourTask.Rows(4), reports);
        Assert.Equal(0.25, Assert.Single(result.Validations).Metrics["accuracy"]);
        Assert.Equal([null, result.Validations[0]], reports.Select(r => r.Validation));
    }

    [Fact]
    public void A_row_without_an_answer_is_refused_before_the_first_step()
    {
        var mute = ColourTask.Row(1, 1);
        mute = mute with { Id = "mute", Labels = [.. mute.Labels.Select(_ => TrainingSample.Ignored)] };
        using var network = ColourTask.Network();
        var refused = Assert.Throws<SampleRefusedException>(() => new Trainer(network, ColourTask.Processor, ColourTask.Options).Run(new SampleList([ColourTask.Row(0, 0), mute])));
        Assert.Equal("mute", refused.SampleId);
    }

    private static (TrainingResult Result, ProgressList Reports) Train(Phi3Vision network, TrainingOptions options, int rows)
    {
        var reports = new ProgressList();
        var result = new Trainer(network, ColourTask.Processor, options).Run(ColourTask.Rows(rows), progress: reports);
        return (result, reports);
    }

    private static float[] Numbers(Phi3Vision network, string name) => [.. network.Weights[name].Value.data<float>()];
}
