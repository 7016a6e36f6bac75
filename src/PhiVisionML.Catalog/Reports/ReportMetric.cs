using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.Catalog.Reports;

/// <summary>A row of the table of metrics.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Format">How it is written.</param>
/// <param name="HigherIsBetter">The direction of improvement.</param>
/// <param name="After">The model's metric; <c>null</c> where it is not defined.</param>
/// <param name="Before">The same before fine-tuning; <c>null</c> where it is not known. A table without any leaves the column out.</param>
/// <param name="Baseline">The same for answering without looking; <c>null</c> where there is no such thing. A table without any leaves the column out.</param>
public sealed record ReportMetric(
    string Name, MetricFormat Format, bool HigherIsBetter, MetricInterval? After, MetricInterval? Before = null, MetricInterval? Baseline = null);
