using System.Globalization;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Catalog.Reports;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>How well rows were filled in.</summary>
/// <param name="Rows">Rows that were scored.</param>
/// <param name="Failed">Rows without an answer, for example because of a broken picture.</param>
/// <param name="Summary">The figures in short.</param>
/// <param name="Metrics">All figures with 95 % bootstrap intervals.</param>
internal sealed record EvaluateResult(int Rows, int Failed, MetricsSummary Summary, CatalogMetrics Metrics)
{
    /// <summary>The figures when every product is shown with another one's pictures; null when that was not asked for.</summary>
    public MetricsSummary? PicturesSwapped { get; init; }

    /// <summary>Scores the table again with swapped pictures.</summary>
    public EvaluateResult WithPicturesSwapped(TunedModel model, ProductTable table, Reporter reporter)
    {
        var rows = reporter.Track("Scoring with swapped pictures", report => model.Score(SwappedPictures.Of(table, seed: 0), report));
        return this with { PicturesSwapped = MetricsSummary.Of(MetricsSummary.Compute(model.Template, rows, new MetricOptions())) };
    }

    /// <summary>Computes the metrics of scored rows.</summary>
    /// <param name="template">The template.</param>
    /// <param name="rows">Scored rows with their truth.</param>
    /// <param name="training">Products from which the baselines are taken; null takes them from the rows themselves.</param>
    public static EvaluateResult Of(AnswerTemplate template, IReadOnlyList<ScoredRow> rows, IReadOnlyList<Product>? training = null)
    {
        var options = training is null ? new MetricOptions() : new MetricOptions
        {
            TrainingValues = template.Fields.ToDictionary(f => f.Name, f => (IReadOnlyList<string?>)[.. training.Select(p => p.Fields.GetValueOrDefault(f.Name))]),
        };
        var metrics = MetricsSummary.Compute(template, rows, options);
        return new EvaluateResult(rows.Count, rows.Count(r => r.Error.Length > 0), MetricsSummary.Of(metrics), metrics);
    }

    /// <summary>Writes a table for people.</summary>
    public void Print(Reporter reporter)
    {
        reporter.Heading(string.Create(CultureInfo.InvariantCulture, $"{Rows} rows scored, {Failed} without an answer; in brackets the 95 % interval:"));
        foreach (var row in Metrics.Fields.SelectMany(f => MetricRows.Of(f)).Where(r => r.After is not null))
            reporter.Line(string.Create(CultureInfo.InvariantCulture, $"  {row.Name,-40} {Write(row.After!, row.Format)}{(row.Baseline is { } baseline ? $"   (without looking: {Number(baseline.Value, row.Format)})" : "")}"));
        if (PicturesSwapped is { } swapped)
            reporter.Line($"  with swapped pictures: {string.Join(", ", Named(swapped))}");
    }

    private static IEnumerable<string> Named(MetricsSummary figures)
    {
        if (figures.TitleExact is { } title)
            yield return $"title {Number(title, MetricFormat.Percent)}";
        if (figures.CategoryAccuracy is { } category)
            yield return $"category {Number(category, MetricFormat.Percent)}";
        if (figures.PriceWithin10pct is { } price)
            yield return $"price within 10 % {Number(price, MetricFormat.Percent)}";
    }

    private static string Write(MetricInterval interval, MetricFormat format) => $"{Number(interval.Value, format)} [{Number(interval.Low, format)}, {Number(interval.High, format)}]";

    private static string Number(double value, MetricFormat format) => value.ToString(format == MetricFormat.Percent ? "P1" : "F2", CultureInfo.InvariantCulture);
}
