using System.Text.Json.Serialization;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The figures of a scoring in one flat record; null where the template has no such field.</summary>
internal sealed record MetricsSummary(
    double? TitleExact,
    double? TitleSimilarity,
    double? CategoryAccuracy,
    [property: JsonPropertyName("price_within_10pct")] double? PriceWithin10pct,   // the naming policy would write within10pct
    double? PriceMae,
    double ParseRate)
{
    /// <summary>Takes the first text field as the title, the first choice as the category, the first price or number as the price.</summary>
    public static MetricsSummary Of(CatalogMetrics metrics)
    {
        var title = metrics.Fields.FirstOrDefault(f => f.Text is not null)?.Text;
        var category = metrics.Fields.FirstOrDefault(f => f.Choice is not null)?.Choice;
        var price = metrics.Fields.FirstOrDefault(f => f.Number is not null)?.Number;
        return new MetricsSummary(
            title?.Exact.Value, title?.Similarity.Value, category?.Accuracy.Value, price?.Within10Percent.Value, price?.MeanAbsoluteError?.Value, metrics.ParseRate.Value);
    }

    /// <summary>Computes the metrics of scored rows.</summary>
    public static CatalogMetrics Compute(AnswerTemplate template, IReadOnlyList<ScoredRow> rows, MetricOptions options)
        => CatalogMetrics.Compute(template, [.. rows.Select(r => r.Fields)], options);
}
