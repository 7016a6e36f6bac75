namespace PhiVisionML.Catalog.Metrics;

/// <summary>Expected calibration error over ten bins of equal width (Naeini, Cooper and Hauskrecht, 2015).</summary>
internal static class CalibrationError
{
    private const int Bins = 10;

    public static MetricInterval? Compute(IReadOnlyList<JudgedPrediction> rows, Bootstrap bootstrap)
    {
        var confident = rows.Where(row => row.Confidence is not null).ToArray();
        var surplus = new double[Bins];
        return bootstrap.Interval(confident.Length, sample =>
        {
            Array.Clear(surplus);
            foreach (var row in sample)
            {
                var confidence = confident[row].Confidence!.Value;
                surplus[Math.Min((int)(confidence * Bins), Bins - 1)] += (confident[row].IsCorrect ? 1 : 0) - confidence;
            }
            return surplus.Sum(Math.Abs) / sample.Length;
        });
    }
}
