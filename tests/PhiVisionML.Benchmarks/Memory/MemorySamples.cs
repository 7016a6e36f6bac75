using PhiVisionML.Benchmarks.Measuring;

namespace PhiVisionML.Benchmarks.Memory;

/// <summary>Memory looked at after a tenth, half and all of a long run; flat when nothing grows in the second half.</summary>
/// <param name="name">The benchmark.</param>
/// <param name="unit">What is counted.</param>
/// <param name="total">How many there will be.</param>
internal sealed class MemorySamples(string name, string unit, int total)
{
    private const double AllowedMegabytes = 16;

    private readonly List<Sample> _samples = [];

    /// <summary>Looks, if it is time to.</summary>
    /// <param name="done">How many there were.</param>
    public void Take(int done)
    {
        if (done == total / 10 || done == total / 2 || done == total)
            _samples.Add(new Sample(done, ProcessMemory.LiveTensors, Math.Round(ProcessMemory.ResidentMegabytes, 1)));
    }

    /// <summary>Writes the samples and the verdict.</summary>
    public void Write(Report report, string shape)
    {
        if (_samples is not [_, var middle, var end])
            throw new InvalidOperationException($"{name} ended after {_samples.Count} of 3 samples: it made fewer than {total} {unit}s.");
        double growth = end.Megabytes - middle.Megabytes;
        bool flat = end.LiveTensors <= middle.LiveTensors && growth <= AllowedMegabytes;
        string text = string.Join("; ", _samples.Select(s => FormattableString.Invariant($"{unit} {s.At}: {s.LiveTensors} tensors, {s.Megabytes} MB")));
        report.Add(
            new { Name = name, Shape = shape, Unit = unit, Samples = _samples, AllowedMegabytes, Flat = flat },
            $"{name}, {shape}: {text}: {(flat ? "flat" : "NOT FLAT")}",
            flat);
    }

    private sealed record Sample(int At, long LiveTensors, double Megabytes);
}
