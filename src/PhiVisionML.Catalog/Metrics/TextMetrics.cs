namespace PhiVisionML.Catalog.Metrics;

/// <summary>How well free text is told.</summary>
/// <param name="Exact">Share of rows whose text equals the truth after folding white space, letter case included. 0 to 1, higher is better; unreadable counts as a miss.</param>
/// <param name="Similarity">Mean <see cref="EditDistance.Similarity"/> to the truth. 0 to 1, higher is better; unreadable counts as 0.</param>
public sealed record TextMetrics(MetricInterval Exact, MetricInterval Similarity)
{
    internal static TextMetrics Compute(IReadOnlyList<JudgedPrediction> rows, Bootstrap bootstrap) => new(
        bootstrap.Mean([.. rows.Select(row => (double?)(row.IsCorrect ? 1 : 0))])!,
        bootstrap.Mean([.. rows.Select(row => (double?)(row.Predicted is { } text ? EditDistance.Similarity(row.Truth, text) : 0))])!);
}
