using System.Diagnostics;
using PhiVisionML.Benchmarks.CommandLine;
using PhiVisionML.Benchmarks.Measuring;

namespace PhiVisionML.Benchmarks.FullSize;

/// <summary><c>full-size write | describe | lora-step</c>: the network at its published size.</summary>
internal static class FullSizeCommand
{
    /// <summary>Runs one of the three.</summary>
    public static void Run(Arguments arguments, Report report)
    {
        switch (arguments.Word())
        {
            case "write":
                Write(arguments, report);
                break;
            case "describe":
                Describe.Run(arguments, report);
                break;
            case "lora-step":
                LoraStep.Run(arguments, report);
                break;
            case var other:
                throw new UsageException($"full-size has no command '{other}'; it has write, describe and lora-step.");
        }
    }

    /// <summary>The picture of an option, or the one that comes along.</summary>
    public static string Picture(Arguments arguments) => arguments.Text("--picture") ?? Path.Combine(AppContext.BaseDirectory, "Golden", "images", "product.png");

    private static void Write(Arguments arguments, Report report)
    {
        string folder = arguments.Required("--out", "the folder to write to");
        string? tokenizer = arguments.Text("--tokenizer");
        int layers = arguments.Count("--layers", 32);
        arguments.Finish();
        long start = Stopwatch.GetTimestamp();
        long bytes = FullSizeCheckpoint.Write(folder, layers, tokenizer);
        double seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1), peak = Math.Round(ProcessMemory.PeakMegabytes);
        report.Add(
            new { Name = "full-size-write", Layers = layers, Bytes = bytes, Seconds = seconds, PeakRssMb = peak },
            FormattableString.Invariant($"Wrote {bytes:N0} bytes of weights ({layers} layers) to {folder} in {seconds} s; peak {peak} MB."));
    }
}
