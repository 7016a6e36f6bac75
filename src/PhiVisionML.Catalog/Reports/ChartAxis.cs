namespace PhiVisionML.Catalog.Reports;

/// <summary>A linear axis with round ticks.</summary>
internal sealed class ChartAxis
{
    private const int AimedTicks = 5;

    private readonly double _low;
    private readonly double _span;
    private readonly double _from;
    private readonly double _to;

    /// <param name="values">What the axis has to hold; at least one value.</param>
    /// <param name="from">The drawing position of the lowest value.</param>
    /// <param name="to">The drawing position of the highest value.</param>
    public ChartAxis(IEnumerable<double> values, double from, double to)
    {
        var sorted = values.Order().ToArray();
        _low = sorted[0];
        _span = sorted[^1] > _low ? sorted[^1] - _low : 1;
        (_from, _to) = (from, to);
        var tick = RoundStep(_span / AimedTicks);
        var first = (long)Math.Ceiling(_low / tick);
        Ticks = [.. Enumerable.Range(0, AimedTicks * 3).Select(i => (first + i) * tick).TakeWhile(value => value <= _low + _span * 1.000001)];
    }

    public IReadOnlyList<double> Ticks { get; }

    public double At(double value) => _from + (value - _low) / _span * (_to - _from);

    /// <summary>1, 2 or 5 times a power of ten, not below the step.</summary>
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var digit = step / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
