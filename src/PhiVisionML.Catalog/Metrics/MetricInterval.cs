namespace PhiVisionML.Catalog.Metrics;

/// <summary>A metric and the 95 % bootstrap percentile interval around it.</summary>
/// <param name="Value">The metric over all rows.</param>
/// <param name="Low">The 2.5th percentile over the resamples.</param>
/// <param name="High">The 97.5th percentile over the resamples.</param>
public sealed record MetricInterval(double Value, double Low, double High);
