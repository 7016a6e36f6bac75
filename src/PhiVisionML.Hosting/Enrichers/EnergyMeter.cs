using System.Globalization;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>What the processors of the machine take, from Linux' counters (RAPL, /sys/class/powercap/intel-rapl:*; AMD's are there, too): all packages together, whoever uses them.</summary>
/// <remarks>The counters are often readable by root alone; then nothing is told. They start again every few minutes to hours, so no span may be longer than that. Thread-safe.</remarks>
public sealed class EnergyMeter
{
    private readonly Domain[] _packages;

    private EnergyMeter(Domain[] packages) => _packages = packages;

    /// <summary>Where Linux keeps the counters.</summary>
    public const string DefaultFolder = "/sys/class/powercap";

    /// <summary>Finds the counters.</summary>
    /// <param name="folder">Where they are.</param>
    /// <returns>A meter; <c>null</c> if there are no counters, or they may not be read.</returns>
    public static EnergyMeter? TryOpen(string folder = DefaultFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            return null;
        // Packages alone: what lies below them (cores, memory controller) is counted in them, and psys is the whole board.
        Domain[] packages =
        [
            .. Directory.EnumerateFileSystemEntries(folder, "intel-rapl:*").Order(StringComparer.Ordinal)
                .Where(path => TryRead(Path.Combine(path, "name"))?.StartsWith("package", StringComparison.Ordinal) == true)
                .Select(path => new Domain(Path.Combine(path, "energy_uj"), TryCount(Path.Combine(path, "max_energy_range_uj")) ?? 0)),
        ];
        var meter = new EnergyMeter(packages);
        return packages.Length > 0 && packages.All(package => package.Range > 0) && meter.Read() is not null ? meter : null;
    }

    /// <summary>Reads the counters.</summary>
    /// <returns>A reading for <see cref="JoulesBetween"/>; <c>null</c> if one cannot be read any more.</returns>
    public EnergyReading? Read()
    {
        long[] counts = new long[_packages.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            if (TryCount(_packages[i].Path) is not { } count)
                return null;
            counts[i] = count;
        }

        return new(counts);
    }

    /// <summary>The energy between two readings of this meter, in joules; <c>null</c> if one of them is missing.</summary>
    public double? JoulesBetween(EnergyReading? start, EnergyReading? end)
    {
        if (start is null || end is null)
            return null;
        double microjoules = 0;
        for (int i = 0; i < _packages.Length; i++)
        {
            long taken = end.Counts[i] - start.Counts[i];
            microjoules += taken >= 0 ? taken : taken + _packages[i].Range;
        }

        return microjoules / 1e6;
    }

    private static long? TryCount(string path)
        => long.TryParse(TryRead(path), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null;

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="Path">The file of the counter.</param>
    /// <param name="Range">Where it starts again, in microjoules.</param>
    private sealed record Domain(string Path, long Range);
}
