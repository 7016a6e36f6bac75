using System.Diagnostics;
using System.Globalization;

namespace PhiVisionML.Cli.Output;

/// <summary>The most memory that this process has held at once.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", HighWaterMark = "VmHWM:";

    /// <summary>Peak resident set in megabytes (10⁶ bytes).</summary>
    public static double Megabytes()
    {
        if (File.Exists(Status) && File.ReadLines(Status).FirstOrDefault(l => l.StartsWith(HighWaterMark, StringComparison.Ordinal)) is { } line)
            return double.Parse(line[HighWaterMark.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
