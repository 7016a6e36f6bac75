using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>A field's metrics as rows of a report.</summary>
internal static class MetricRows
{
    public static IEnumerable<ReportMetric> Of(FieldMetrics after, FieldMetrics? before = null)
    {
        string name = after.Field.Name;
        if (after.Text is { } text)
        {
            yield return new ReportMetric($"{name}: exactly right", MetricFormat.Percent, true, text.Exact, before?.Text?.Exact);
            yield return new ReportMetric($"{name}: similarity", MetricFormat.Percent, true, text.Similarity, before?.Text?.Similarity);
        }

        if (after.Choice is { } choice)
        {
            yield return new ReportMetric($"{name}: right", MetricFormat.Percent, true, choice.Accuracy, before?.Choice?.Accuracy, choice.MajorityAccuracy);
            yield return new ReportMetric($"{name}: macro F1", MetricFormat.Percent, true, choice.MacroF1, before?.Choice?.MacroF1);
        }

        if (after.Number is { } number)
        {
            yield return new ReportMetric($"{name}: within 10 %", MetricFormat.Percent, true, number.Within10Percent, before?.Number?.Within10Percent);
            yield return new ReportMetric($"{name}: mean absolute error", MetricFormat.Amount, false, number.MeanAbsoluteError, before?.Number?.MeanAbsoluteError, number.BaselineMeanAbsoluteError);
            yield return new ReportMetric($"{name}: median relative error", MetricFormat.Percent, false, number.MedianRelativeError, before?.Number?.MedianRelativeError);
        }

        yield return new ReportMetric($"{name}: unreadable", MetricFormat.Percent, false, after.UnreadableRate, before?.UnreadableRate);
        yield return new ReportMetric($"{name}: calibration error (ECE)", MetricFormat.Percent, false, after.CalibrationError, before?.CalibrationError);
    }
}
