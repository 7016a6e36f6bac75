using System.Text.Json.Nodes;
using PhiVisionML.Training.Tests.Checkpoints;
using Xunit;

namespace PhiVisionML.Training.Tests.Logging;

public class RunLogTests
{
    private static readonly TrainingOptions Options = ColourTask.Options with { Epochs = 2, CheckpointSteps = 2, ValidationSteps = 2 };

    [Fact]
    public void A_resumed_run_goes_on_in_its_log_without_gaps_or_repetitions()
    {
        using var folder = new TemporaryFolder();
        Run(Options with { RunLogPath = folder["whole.jsonl"] }, int.MaxValue);

        var interrupted = Options with { RunLogPath = folder["run.jsonl"], CheckpointFolder = folder["checkpoints"] };
        Assert.Throws<IOException>(() => Run(interrupted, 14));   // three steps done, two of them in a checkpoint
        File.AppendAllText(folder["run.jsonl"], "{\"step\":3,\"epo");
        Run(interrupted, int.MaxValue);

        Assert.Equal(Lines(folder["whole.jsonl"]), Lines(folder["run.jsonl"]));
    }

    [Fact]
    public void Each_step_has_a_line_with_what_it_takes_to_judge_it()
    {
        using var folder = new TemporaryFolder();
        Run(Options with { RunLogPath = folder["run.jsonl"] }, int.MaxValue);
        var lines = File.ReadAllLines(folder["run.jsonl"]).Select(l => JsonNode.Parse(l)!.AsObject()).ToArray();
        var steps = lines.Where(l => l.ContainsKey("loss")).ToArray();
        Assert.Equal([1, 2, 3, 4, 5, 6], steps.Select(s => s["step"]!.GetValue<int>()));
        foreach (string key in new[] { "epoch", "loss", "learning_rate", "grad_norm", "tokens_per_second", "rss_mb" })
            Assert.All(steps, s => Assert.True(s[key]!.GetValue<double>() > 0, key));
        Assert.Equal([2, 4, 6], lines.Where(l => l.ContainsKey("validation_loss")).Select(s => s["step"]!.GetValue<int>()));
    }

    [Fact]
    public void A_fresh_run_puts_an_older_log_aside()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { RunLogPath = folder["run.jsonl"] };
        Run(options, int.MaxValue);
        string first = File.ReadAllText(folder["run.jsonl"]);
        Run(options, int.MaxValue);
        Assert.Equal(first, File.ReadAllText(folder["run.jsonl.old"]));
        Assert.Equal(9, File.ReadAllLines(folder["run.jsonl"]).Length);
    }

    private static void Run(TrainingOptions options, int reads)
    {
        using var network = ColourTask.Network();
        new Trainer(network, ColourTask.Processor, options).Train(new FailingSource(ColourTask.Rows(12), reads), ColourTask.Rows(4));
    }

    // Without what differs from run to run: speed and memory
    private static string[] Lines(string path) => [.. File.ReadLines(path).Select(line =>
    {
        var node = JsonNode.Parse(line)!.AsObject();
        node.Remove("tokens_per_second");
        node.Remove("rss_mb");
        return node.ToJsonString();
    })];
}
