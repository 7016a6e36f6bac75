using System.Globalization;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>The counter of a processor package, which Linux keeps in files.</summary>
/// <param name="folder">The package's folder.</param>
internal sealed class RaplCounter(string folder) : IEnergyCounter
{
    private readonly string _path = Path.Combine(folder, "energy_uj");

    public long Range { get; } = TryCount(Path.Combine(folder, "max_energy_range_uj")) ?? 0;

    public long? Read() => TryCount(_path);

    /// <summary>The packages' counters, if all of them can be read; none if one cannot.</summary>
    /// <param name="folder">Where Linux keeps them.</param>
    public static IReadOnlyList<IEnergyCounter> Find(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        // Packages alone: what lies below them (cores, memory controller) is counted in them, and psys is the whole board.
        RaplCounter[] packages =
        [
            .. Directory.EnumerateFileSystemEntries(folder, "intel-rapl:*").Order(StringComparer.Ordinal)
                .Where(path => TryRead(Path.Combine(path, "name"))?.StartsWith("package", StringComparison.Ordinal) == true)
                .Select(path => new RaplCounter(path)),
        ];
        return packages.All(package => package.Range > 0 && package.Read() is not null) ? packages : [];
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
}
