using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Measuring;

/// <summary>What was measured beside its floor.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Shape">What was worked on.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Device">Where.</param>
/// <param name="Unit">What one counts.</param>
/// <param name="Units">How many of them one round has.</param>
/// <param name="Floor">What the floor does.</param>
/// <param name="Seconds">Seconds of each round.</param>
/// <param name="FloorSeconds">Seconds of each round of the floor.</param>
internal sealed record SpeedResult(string Name, string Shape, ScalarType Dtype, Device Device, string Unit, double Units, string Floor, IReadOnlyList<double> Seconds, IReadOnlyList<double> FloorSeconds)
{
    /// <summary>The median, over rounds, of benchmark / floor.</summary>
    public double Ratio => Median([.. Seconds.Zip(FloorSeconds, (a, b) => a / b)]);

    /// <summary>The fields of the JSON line.</summary>
    public object ToJson() => new
    {
        Name,
        Shape,
        Dtype = Dtype.ToString(),
        Device = Device.ToString(),
        Threads = get_num_threads(),
        Rounds = Seconds.Count,
        SecondsMin = Round(Seconds.Min()),
        SecondsMedian = Round(Median(Seconds)),
        Unit,
        UnitsPerSecond = Round(Units / Median(Seconds)),
        Floor,
        FloorSecondsMin = Round(FloorSeconds.Min()),
        FloorSecondsMedian = Round(Median(FloorSeconds)),
        Ratio = Round(Ratio),
    };

    /// <summary>The line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Name}, {Shape}, {Dtype} on {Device}: {Median(Seconds):G4} s, {Units / Median(Seconds):G4} {Unit}s/s; {Floor}: {Median(FloorSeconds):G4} s; ratio {Ratio:F2}");

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Round(double value) => double.Parse(value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
