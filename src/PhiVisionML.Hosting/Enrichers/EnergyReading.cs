namespace PhiVisionML.Hosting.Enrichers;

/// <summary>The counters of an <see cref="EnergyMeter"/> at a moment.</summary>
public sealed class EnergyReading
{
    internal EnergyReading(long[] counts) => Counts = counts;

    /// <summary>In microjoules, a number for each counter.</summary>
    internal long[] Counts { get; }
}
