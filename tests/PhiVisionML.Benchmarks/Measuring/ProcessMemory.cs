using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace PhiVisionML.Benchmarks.Measuring;

/// <summary>What the process holds.</summary>
internal static class ProcessMemory
{
    /// <summary>Memory in RAM now, megabytes (10^6 bytes), mapped file pages included.</summary>
    public static double ResidentMegabytes => Status("VmRSS:") ?? Environment.WorkingSet / 1e6;

    /// <summary>The most that <see cref="ResidentMegabytes"/> has been.</summary>
    public static double PeakMegabytes => Status("VmHWM:") ?? Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

    /// <summary>The same without pages of mapped files, which the system can drop; all of it where the system does not tell them apart.</summary>
    public static double AnonymousMegabytes => Status("RssAnon:") ?? ResidentMegabytes;

    /// <summary>Tensors that nobody has released yet, in the whole process.</summary>
    public static long LiveTensors => torch.Tensor.TotalCount;

    /// <summary>Memory taken on the first NVIDIA GPU, megabytes; null without nvidia-smi. libtorch keeps what it has once taken, so this is its peak.</summary>
    public static double? GpuMegabytes()
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.used", "--format=csv,noheader,nounits", "--id=0"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            string text = process.StandardOutput.ReadToEnd().Trim();
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double mebibytes) ? mebibytes * 1.048576 : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static double? Status(string key)
    {
        const string file = "/proc/self/status";
        if (!File.Exists(file))
            return null;
        string? line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1.024e-3;
    }
}
