using System.Globalization;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Catalog.Reports;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Training.Grounding;

namespace PhiVisionML.Cli.Demo;

/// <summary>Puts the demo's results on a page.</summary>
internal static class DemoReport
{
    private const int ProductsShown = 48;

    public static void Write(
        string path, DemoSummary summary, IReadOnlyList<ScoredRow> before, IReadOnlyList<ScoredRow> after, CatalogMetrics metricsBefore, CatalogMetrics metricsAfter,
        GroundingReport? grounding, IReadOnlyList<LossPoint> losses)
        => HtmlReport.Write(path, new ReportModel
        {
            Title = "Luma: a catalog filled in from its pictures",
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"A tiny Phi-3-Vision was tuned on {summary.RowsTrain} drawn products in {summary.TrainSeconds:F0} s and then saw {summary.RowsTest} products for the first time."),
            Cards =
            [
                Card("Category right", summary.Before.CategoryAccuracy, summary.After.CategoryAccuracy),
                Card("Title exactly right", summary.Before.TitleExact, summary.After.TitleExact),
                Card("Price within 10 %", summary.Before.PriceWithin10pct, summary.After.PriceWithin10pct),
                new ReportCard("Pictures a second", summary.ScoreImagesPerSecond.ToString("F1", CultureInfo.InvariantCulture)),
            ],
            Metrics = [.. metricsAfter.Fields.SelectMany(after => MetricRows.Of(after, metricsBefore[after.Field.Name]))],
            Losses = losses,
            Grounding = grounding is null ? null : Ground(grounding),
            Products = [.. after.Take(ProductsShown).Zip(before, (a, b) => Product(a, b))],
            ProductsCaption = $"Products that were held out (the first {Math.Min(ProductsShown, after.Count)} of {after.Count})",
            Notes =
            [
                "Titles, category codes and prices follow from what the pictures show. No held-out combination of kind, colour, pattern and stars was in the training rows.",
                $"Saved as a model zip and loaded in a fresh context, it gave {(summary.ReloadIdentical ? "the same answers" : "OTHER answers")}.",
            ],
        });

    private static ReportCard Card(string label, double? before, double? after)
        => new(label, Percent(after), $"before tuning: {Percent(before)}");

    private static string Percent(double? share) => share is { } value ? value.ToString("P0", CultureInfo.InvariantCulture) : "–";

    private static ReportGrounding Ground(GroundingReport report)
    {
        var rows = new List<GroundingRow> { Row("Loss", MetricFormat.Number, report.Loss) };
        rows.AddRange(report.Accuracies.Select(a => Row(a.Key, MetricFormat.Percent, a.Value)));
        return new ReportGrounding(report.UsesItsPictures, report.Verdict, rows);

        static GroundingRow Row(string name, MetricFormat format, IReadOnlyDictionary<PictureVariant, double> values)
            => new(name, format, values[PictureVariant.Right], values[PictureVariant.Shuffled], values[PictureVariant.Blank]);
    }

    private static ReportProduct Product(ScoredRow after, ScoredRow before)
        => new(after.ProductCode, after.ImagePath, [.. DemoRun.Template.Fields.Select(f => Field(f, after.Fields[f.Name]))], before.Text);

    private static ReportField Field(AnswerField field, FieldPrediction prediction)
        => new(field.Name, prediction.Truth, prediction.Predicted, prediction.IsCorrect(field), prediction.Confidence);
}
