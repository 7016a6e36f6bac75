namespace PhiVisionML.Catalog.Metrics;

/// <summary>Percentile intervals by drawing the rows again with replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).</summary>
internal sealed class Bootstrap(MetricOptions options)
{
    private const double Tail = 0.025;

    /// <summary>A statistic of some of the rows, given by their indices; <c>null</c> where these rows do not define it.</summary>
    public delegate double? Statistic(ReadOnlySpan<int> rows);

    /// <summary>The statistic of all rows with its interval; <c>null</c> where the rows do not define it. Resamples that do not are left out.</summary>
    public MetricInterval? Interval(int rowCount, Statistic statistic)
    {
        var rows = Enumerable.Range(0, rowCount).ToArray();
        if (rowCount == 0 || statistic(rows) is not { } value) return null;
        var random = new Random(options.Seed);
        var values = new List<double>(options.Resamples);
        for (var resample = 0; resample < options.Resamples; resample++)
        {
            for (var i = 0; i < rowCount; i++) rows[i] = random.Next(rowCount);
            if (statistic(rows) is { } resampled) values.Add(resampled);
        }
        values.Sort();
        return values.Count == 0 ? new MetricInterval(value, value, value) : new MetricInterval(value, Quantile(values, Tail), Quantile(values, 1 - Tail));
    }

    /// <summary>The mean of a number per row, over the rows that have one.</summary>
    public MetricInterval? Mean(double?[] perRow) => Interval(perRow.Length, rows =>
    {
        var sum = 0d;
        var count = 0;
        foreach (var row in rows)
        {
            if (perRow[row] is not { } value) continue;
            sum += value;
            count++;
        }
        return count == 0 ? null : sum / count;
    });

    /// <summary>The median of a number per row, over the rows that have one.</summary>
    public MetricInterval? Median(double?[] perRow)
    {
        var buffer = new List<double>(perRow.Length);
        return Interval(perRow.Length, rows =>
        {
            buffer.Clear();
            foreach (var row in rows)
                if (perRow[row] is { } value) buffer.Add(value);
            buffer.Sort();
            return buffer.Count == 0 ? null : Quantile(buffer, 0.5);
        });
    }

    /// <summary>The quantile of sorted values, with linear interpolation between neighbours.</summary>
    public static double Quantile(IReadOnlyList<double> sorted, double at)
    {
        var position = at * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }
}
