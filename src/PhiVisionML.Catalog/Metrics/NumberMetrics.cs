namespace PhiVisionML.Catalog.Metrics;

/// <summary>How well a price or another number is told.</summary>
/// <param name="Readable">Rows whose answer holds a readable number; the two error metrics are over these alone.</param>
/// <param name="MeanAbsoluteError">Mean |prediction − truth| in the field's own unit. 0 or more, lower is better; <c>null</c> if no answer is readable.</param>
/// <param name="MedianRelativeError">Median |prediction − truth| / |truth|. 0 or more, lower is better; rows whose truth is 0 are left out; <c>null</c> if none is left.</param>
/// <param name="Within10Percent">Share of rows within 10 % of the truth. 0 to 1, higher is better; unreadable counts as a miss.</param>
/// <param name="BaselineMeanAbsoluteError">The mean absolute error, over all rows, of always answering <paramref name="BaselineValue"/>: what has to be beaten.</param>
/// <param name="BaselineValue">The median of the training rows, or of the evaluated rows where no training values are given.</param>
public sealed record NumberMetrics(
    int Readable,
    MetricInterval? MeanAbsoluteError,
    MetricInterval? MedianRelativeError,
    MetricInterval Within10Percent,
    MetricInterval BaselineMeanAbsoluteError,
    double BaselineValue)
{
    internal static NumberMetrics Compute(IReadOnlyList<JudgedPrediction> rows, IReadOnlyList<double> trainingValues, Bootstrap bootstrap)
    {
        var known = (trainingValues.Count > 0 ? trainingValues : rows.Select(row => row.TruthNumber)).Order().ToArray();
        var median = Bootstrap.Quantile(known, 0.5);
        return new NumberMetrics(
            rows.Count(row => row.Predicted is not null),
            bootstrap.Mean([.. rows.Select(row => row.Predicted is null ? (double?)null : row.AbsoluteError)]),
            bootstrap.Median([.. rows.Select(row => row.Predicted is null || row.TruthNumber == 0 ? (double?)null : row.AbsoluteError / Math.Abs(row.TruthNumber))]),
            bootstrap.Mean([.. rows.Select(row => (double?)(row.IsCorrect ? 1 : 0))])!,
            bootstrap.Mean([.. rows.Select(row => (double?)Math.Abs(row.TruthNumber - median))])!,
            median);
    }
}
