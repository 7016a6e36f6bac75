using Microsoft.Win32.SafeHandles;
using PhiVisionML.Benchmarks.FullSize;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Speed;

/// <summary>A bf16 checkpoint into a network: mapped, mapped with every page touched, and converted; beside reading its files.</summary>
internal sealed class CheckpointLoadBenchmark : IBenchmark
{
    private const int Chunk = 16 << 20, Page = 4096;

    public string Name => "checkpoint-load";

    public string What => "mapping a checkpoint, touching its pages, converting it, beside reading its files";

    public void Run(Settings settings, Report report)
    {
        if (settings.Model is { } model)
        {
            Measure(model, settings, report);
            return;
        }

        string folder = Path.Combine(Path.GetTempPath(), $"phivision-load-{Environment.ProcessId}");
        try
        {
            FullSizeCheckpoint.Write(folder, settings.Layers);
            Measure(folder, settings, report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Measure(string folder, Settings settings, Report report)
    {
        var config = Phi3VisionConfig.FromFile(Path.Combine(folder, "config.json"));
        var files = Checkpoint.FilesOf(folder);
        double gigabytes = files.Sum(f => new FileInfo(f).Length) / 1e9;
        byte[] buffer = new byte[Chunk];
        Measure("mapped", ScalarType.BFloat16, touch: false);
        Measure("mapped, every page touched", ScalarType.BFloat16, touch: true);
        Measure("converted", ScalarType.Float32, touch: false);

        void Measure(string what, ScalarType dtype, bool touch)
        {
            var (a, b) = Rounds.InTurns(settings.Rounds, CPU, () => Load(dtype, touch), Read);
            report.Add(new SpeedResult(Name, FormattableString.Invariant($"{gigabytes:F2} GB, {what}"), dtype, CPU, "gigabyte", gigabytes, "reading the files", a, b));
        }

        void Load(ScalarType dtype, bool touch)
        {
            using var none = no_grad();
            using var checkpoint = Checkpoint.Open(folder);
            using var network = new Phi3Vision(config, new CheckpointWeights(checkpoint, dtype, CPU));
            foreach (var slot in touch ? network.Weights.Slots : [])
            {
                using var scope = NewDisposeScope();
                slot.Value.flatten().slice(0, 0, slot.Value.numel(), Page / sizeof(short)).sum();
            }
        }

        void Read()
        {
            foreach (string file in files)
            {
                using SafeFileHandle handle = File.OpenHandle(file);
                for (long offset = 0; RandomAccess.Read(handle, buffer, offset) is > 0 and var read;)
                    offset += read;
            }
        }
    }
}
