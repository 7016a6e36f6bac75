using PhiVisionML.Benchmarks.CommandLine;
using PhiVisionML.Benchmarks.FullSize;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Benchmarks.Networks;
using PhiVisionML.Benchmarks.Speed;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.GpuCheck;

/// <summary><c>gpu-check</c>: native symbols, reference numbers, then speed of the published shape on one device.</summary>
internal static class GpuCheckCommand
{
    /// <summary>Runs the check.</summary>
    public static void Run(Arguments arguments, Report report)
    {
        bool goldensOnly = arguments.Has("--goldens-only");
        var settings = new Settings
        {
            Device = Settings.DeviceFrom(arguments.Text("--device") ?? "cuda:0"),
            Layers = arguments.Count("--layers", 32),
            Rounds = arguments.Count("--rounds", 5),
            DTypes = [ScalarType.BFloat16],
            PromptTokens = [512, 2600],
        };
        arguments.Finish();

        NativeSymbols.Write(report);
        backends.cuda.matmul.allow_tf32 = false;   // the reference numbers are float32's
        backends.cudnn.allow_tf32 = false;
        ReferenceCheck.Run(settings.Device, report);
        if (!goldensOnly)
            Measure(settings, report);
    }

    private static void Measure(Settings settings, Report report)
    {
        foreach (IBenchmark benchmark in new IBenchmark[] { new TowerBenchmark(), new PrefillBenchmark(), new DecodeBenchmark() })
            benchmark.Run(settings, report);
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Published(settings.Layers, ScalarType.BFloat16, settings.Device);
        var rows = LabelledRows.Draw(network.Config, 1, settings.Device);
        LoraStep.Measure("lora-step", network, rows.Batch, rows.Labels, report);
    }
}
