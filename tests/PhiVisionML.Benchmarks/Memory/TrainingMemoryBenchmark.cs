using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Memory;

/// <summary>Live tensors and memory over 500 training steps of all weights.</summary>
internal sealed class TrainingMemoryBenchmark : IBenchmark
{
    private const int Rows = 4, CollectEvery = 25;

    public string Name => "training-memory";

    public string What => "live tensors and memory over 500 training steps (flat?)";

    public void Run(Settings settings, Report report)
    {
        int steps = settings.Quick ? 100 : 500;
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Minute();
        using var step = new TrainingStep(network, adapter: null);
        var rows = LabelledRows.Draw(network.Config, Rows, CPU);
        var samples = new MemorySamples(Name, "step", steps);
        for (int i = 1; i <= steps; i++)
        {
            step.Run(rows.Batch, rows.Labels);
            if (i % CollectEvery == 0)
                GC.Collect(0, GCCollectionMode.Forced, blocking: false);
            samples.Take(i);
        }

        samples.Write(report, $"{steps} steps of {Rows} rows, {network.Config.NumHiddenLayers} layers of {network.Config.HiddenSize}");
    }
}
