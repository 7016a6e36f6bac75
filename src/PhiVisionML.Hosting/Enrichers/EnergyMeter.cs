namespace PhiVisionML.Hosting.Enrichers;

/// <summary>What the machine takes by its own counters, whoever uses it: its processors' (Linux' RAPL, /sys/class/powercap/intel-rapl:*; AMD's are there, too) and its NVIDIA GPU's.</summary>
/// <remarks>
/// Counters of processors are often readable by root alone, and of several GPUs it is not known which one works; what cannot be read is not counted. Counters of processors
/// start again every few minutes to hours, so no span may be longer than that. Thread-safe.
/// </remarks>
public sealed class EnergyMeter
{
    private readonly IReadOnlyList<IEnergyCounter> _counters;

    internal EnergyMeter(IReadOnlyList<IEnergyCounter> counters) => _counters = counters;

    /// <summary>Where Linux keeps the counters of processors.</summary>
    public const string DefaultFolder = "/sys/class/powercap";

    /// <summary>Finds the counters.</summary>
    /// <param name="folder">Where those of processors are.</param>
    /// <param name="withGpu">Whether the GPU's is wanted, too.</param>
    /// <returns>A meter; <c>null</c> if there are no counters, or they may not be read.</returns>
    public static EnergyMeter? TryOpen(string folder = DefaultFolder, bool withGpu = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        IEnergyCounter[] counters = [.. RaplCounter.Find(folder), .. withGpu && NvidiaCounter.TryOpen() is { } gpu ? [gpu] : Array.Empty<IEnergyCounter>()];
        return counters.Length > 0 ? new EnergyMeter(counters) : null;
    }

    /// <summary>Reads the counters.</summary>
    /// <returns>A reading for <see cref="JoulesBetween"/>; <c>null</c> if one cannot be read any more.</returns>
    public EnergyReading? Read()
    {
        long[] counts = new long[_counters.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            if (_counters[i].Read() is not { } count)
                return null;
            counts[i] = count;
        }

        return new(counts);
    }

    /// <summary>The energy between two readings of this meter, in joules; <c>null</c> if one of them is missing, or a counter began anew that should not.</summary>
    public double? JoulesBetween(EnergyReading? start, EnergyReading? end)
    {
        if (start is null || end is null)
            return null;
        double microjoules = 0;
        for (int i = 0; i < _counters.Count; i++)
        {
            long taken = end.Counts[i] - start.Counts[i];
            if (taken < 0)
                taken += _counters[i].Range;
            if (taken < 0)
                return null;
            microjoules += taken;
        }

        return microjoules / 1e6;
    }
}
