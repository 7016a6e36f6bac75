using System.Diagnostics;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Model.Native;

namespace PhiVisionML.Benchmarks.GpuCheck;

/// <summary>Which symbols libLibTorchSharp.so needs that a foreign libtorch does not have; each would end the process when it is called.</summary>
internal static class NativeSymbols
{
    private const string Bridge = "libLibTorchSharp.so";

    private static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>Compares and writes the result; says so where there is nothing to compare or nothing to compare with.</summary>
    public static void Write(Report report)
    {
        string? folder = Environment.GetEnvironmentVariable(TorchRuntime.FolderVariable);
        string bridge = Path.Combine(AppContext.BaseDirectory, Bridge);
        if (string.IsNullOrWhiteSpace(folder) || !File.Exists(bridge))
        {
            report.Say($"Native symbols not compared: {TorchRuntime.FolderVariable} is not set or {bridge} is not there.");
            return;
        }

        try
        {
            // Symbols with a version ("@GLIBC_2.34") are those of the C and C++ libraries; the rest must come from libtorch.
            var needed = Symbols(bridge, "--undefined-only").Where(s => s.Type == "U" && !s.Name.Contains('@', StringComparison.Ordinal)).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
            int all = needed.Count;
            foreach (string library in Libraries.Select(l => Path.Combine(folder, l)).Where(File.Exists))
                needed.ExceptWith(Symbols(library, "--defined-only").Select(s => s.Name.Split('@')[0]));
            string[] missing = [.. needed.Order(StringComparer.Ordinal)];
            report.Add(
                new { Name = "native-symbols", Folder = folder, Needed = all, Missing = missing },
                $"{Bridge} needs {all} symbols of libtorch; {folder} lacks {missing.Length}{(missing.Length > 0 ? ": " + string.Join(", ", missing) : "")}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            report.Say("Native symbols not compared: there is no nm here (package binutils).");
        }
    }

    private static (string Name, string Type)[] Symbols(string library, string which)
    {
        var start = new ProcessStartInfo("nm", ["--dynamic", which, "--format=posix", library]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"nm ended with {process.ExitCode} for {library}.");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(fields => (fields[0], fields[1]))];
    }
}
