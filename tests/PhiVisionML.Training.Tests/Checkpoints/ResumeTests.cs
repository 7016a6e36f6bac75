using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using PhiVisionML.Training.Checkpoints;
using PhiVisionML.Training.Optimizers;
using PhiVisionML.Training.Samples;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Tests.Checkpoints;

/// <summary>A run that was interrupted and went on ends with the very bits of one that was not.</summary>
public class ResumeTests
{
    private const int RowCount = 22;   // 6 batches of 4 an epoch, the last one short; 3 steps of 2 batches

    private static readonly TrainingOptions Options = ColourTask.Options with
    {
        AccumulationBatches = 2,
        Epochs = 3,
        CheckpointSteps = 2,
        ValidationSteps = 3,
        KeepBest = true,
        Schedule = ScheduleKind.Cosine,
    };

    public static TheoryData<int, TrainingMode, bool> Interruptions()
    {
        var data = new TheoryData<int, TrainingMode, bool>();
        foreach (int reads in new[] { 5, 17, 20, 24, 41, 58 })   // in first batches of a step, in second ones, before and after checkpoints
            data.Add(reads, TrainingMode.Full, false);
        data.Add(33, TrainingMode.FrozenTower, false);
        data.Add(33, TrainingMode.Lora, false);
        data.Add(33, TrainingMode.Full, true);
        data.Add(33, TrainingMode.Lora, true);
        return data;
    }

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void Killed_and_resumed_equals_uninterrupted_bit_for_bit(int reads, TrainingMode mode, bool shortWeights)
    {
        var dtype = shortWeights ? ScalarType.BFloat16 : ScalarType.Float32;
        var options = Options with { Mode = mode };
        var (expected, uninterrupted) = Run(options, ColourTask.Rows(RowCount), dtype);

        using var folder = new TemporaryFolder();
        options = options with { CheckpointFolder = folder["checkpoints"] };
        Assert.Throws<IOException>(() => Run(options, new FailingSource(ColourTask.Rows(RowCount), reads), dtype));
        var (actual, resumed) = Run(options, ColourTask.Rows(RowCount), dtype);

        Assert.Equal(reads / 16 * 2, resumed.ResumedFromStep);
        Assert.Equal(9, resumed.Steps);
        Assert.Equal(uninterrupted.Validations.Select(v => (v.Step, v.Loss)), resumed.Validations.Select(v => (v.Step, v.Loss)));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Cancelled_in_many_places_and_resumed_equals_uninterrupted_bit_for_bit()
    {
        var (expected, _) = Run(Options, ColourTask.Rows(RowCount), ScalarType.Float32);
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"], CheckpointSteps = 1000 };
        foreach (int step in new[] { 1, 3, 4, 8 })
        {
            using var cancel = new CancelAt(step);
            Assert.Throws<OperationCanceledException>(() => Run(options, ColourTask.Rows(RowCount), ScalarType.Float32, cancel));
        }

        var (actual, result) = Run(options, ColourTask.Rows(RowCount), ScalarType.Float32);
        Assert.Equal(8, result.ResumedFromStep);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_finished_run_started_again_takes_no_step_and_gives_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"] };
        var (first, _) = Run(options, ColourTask.Rows(RowCount), ScalarType.Float32);
        var (second, result) = Run(options, ColourTask.Rows(RowCount), ScalarType.Float32);
        Assert.Equal(9, result.ResumedFromStep);
        Assert.Null(result.LastLoss);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Two_checkpoints_are_kept()
    {
        using var folder = new TemporaryFolder();
        Run(Options with { CheckpointFolder = folder["checkpoints"], CheckpointSteps = 1 }, ColourTask.Rows(RowCount), ScalarType.Float32);
        Assert.Equal(["checkpoint-00000008", "checkpoint-00000009"], Directory.GetDirectories(folder["checkpoints"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_and_the_difference_named()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"], MaxSteps = 1 };
        Run(options, ColourTask.Rows(RowCount), ScalarType.Float32);
        var wrong = Assert.Throws<CheckpointMismatchException>(() => Run(options with { LearningRate = 0.004 }, ColourTask.Rows(RowCount), ScalarType.Float32));
        Assert.Contains("LearningRate was '0.003' and is now '0.004'", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Seed", wrong.Message, StringComparison.Ordinal);
        var otherRows = Assert.Throws<CheckpointMismatchException>(() => Run(options, ColourTask.Rows(RowCount - 1), ScalarType.Float32));
        Assert.Contains("training rows", otherRows.Message, StringComparison.Ordinal);
        var rows = ColourTask.Rows(RowCount);
        var otherPicture = new SampleList([ColourTask.Row(0, colour: 1), .. Enumerable.Range(1, RowCount - 1).Select(rows.Get)]);
        Assert.Equal(rows.Size(0), otherPicture.Size(0));
        Assert.Contains("training rows", Assert.Throws<CheckpointMismatchException>(() => Run(options, otherPicture, ScalarType.Float32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_with_its_folder()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFolder = folder["checkpoints"], MaxSteps = 1 };
        Run(options, ColourTask.Rows(RowCount), ScalarType.Float32);
        string weights = Path.Combine(folder["checkpoints"], "checkpoint-00000001", "weights.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..1000]);
        var wrong = Assert.Throws<CheckpointMismatchException>(() => Run(options, ColourTask.Rows(RowCount), ScalarType.Float32));
        Assert.Contains("checkpoint-00000001", wrong.Message, StringComparison.Ordinal);
    }

    // The weights that were trained, as bytes
    private static (byte[] Weights, TrainingResult Result) Run(TrainingOptions options, ISampleSource rows, ScalarType dtype, CancelAt? cancel = null)
    {
        using var network = ColourTask.Network(dtype);
        var result = new Trainer(network, ColourTask.Processor, options).Train(rows, ColourTask.Rows(6), cancel, cancel?.Token ?? CancellationToken.None);
        using var adapter = result.Adapter;
        return (adapter is null ? ColourTask.Bits(network) : Bits(adapter), result);
    }

    private static byte[] Bits(LoraAdapter adapter)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [.. adapter.Pairs.SelectMany(p => new[] { KeyValuePair.Create(p.Module + ".A", p.A), KeyValuePair.Create(p.Module + ".B", p.B) })]);
        return stream.ToArray();
    }
}
