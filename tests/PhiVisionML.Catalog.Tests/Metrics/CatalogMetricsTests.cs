using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Metrics;

public class CatalogMetricsTests
{
    private static readonly AnswerTemplate Template = AnswerTemplate.Parse("{title}; {category:choice}; {price:price}");

    private static Dictionary<string, FieldPrediction> Row(string? title, string? category, string? price) => new()
    {
        ["title"] = new FieldPrediction("Bag", title),
        ["category"] = new FieldPrediction("BAGS", category),
        ["price"] = new FieldPrediction("12", price),
    };

    [Fact]
    public void A_row_parses_when_every_field_is_readable()
    {
        var metrics = CatalogMetrics.Compute(Template, [Row("Bag", "BAGS", "12.00"), Row("x", "y", "9"), Row("Bag", "BAGS", "free"), Row(" ", "BAGS", "12.00")], new MetricOptions());

        Assert.Equal((4, 0.5), (metrics.Rows, metrics.ParseRate.Value));
        Assert.Equal(["title", "category", "price"], metrics.Fields.Select(field => field.Field.Name));
        Assert.Equal(0.5, metrics["title"].Text!.Exact.Value);
        Assert.Equal(0.75, metrics["category"].Choice!.Accuracy.Value);
        Assert.Equal(3, metrics["price"].Number!.Readable);
        Assert.Throws<KeyNotFoundException>(() => metrics["colour"]);
    }

    [Fact]
    public void Intervals_hold_the_value_and_shrink_with_more_rows()
    {
        MetricInterval Accuracy(int rows) => CatalogMetrics.Compute(
            Template, [.. Enumerable.Range(0, rows).Select(i => Row("Bag", i % 4 == 0 ? "SHOES" : "BAGS", "12.00"))], new MetricOptions())["category"].Choice!.Accuracy;

        var few = Accuracy(40);
        var many = Accuracy(1_000);
        Assert.Equal((0.75, 0.75), (few.Value, many.Value));
        // normal approximation: 1.96 * sqrt(0.75 * 0.25 / n)
        Assert.InRange(few.High - few.Low, 2 * 0.134 * 0.8, 2 * 0.134 * 1.2);
        Assert.InRange(many.High - many.Low, 2 * 0.0268 * 0.8, 2 * 0.0268 * 1.2);
        Assert.True(few.Low < 0.75 && few.High > 0.75);
    }

    [Fact]
    public void The_same_seed_gives_the_same_intervals()
    {
        IReadOnlyDictionary<string, FieldPrediction>[] rows = [.. Enumerable.Range(0, 50).Select(i => Row(i % 3 == 0 ? "Bag" : "Hat", i % 5 == 0 ? null : "BAGS", $"{8 + i % 7}"))];

        var first = CatalogMetrics.Compute(Template, rows, new MetricOptions { Seed = 1 });
        var again = CatalogMetrics.Compute(Template, rows, new MetricOptions { Seed = 1 });
        var other = CatalogMetrics.Compute(Template, rows, new MetricOptions { Seed = 2 });

        Assert.Equal(first.Fields, again.Fields);
        Assert.NotEqual(first["price"].Number!.MeanAbsoluteError, other["price"].Number!.MeanAbsoluteError);
        Assert.Equal(first["price"].Number!.MeanAbsoluteError!.Value, other["price"].Number!.MeanAbsoluteError!.Value);
    }

    [Fact]
    public void Rows_are_needed_and_each_has_every_field()
    {
        Assert.Throws<ArgumentException>(() => CatalogMetrics.Compute(Template, [], new MetricOptions()));
        var error = Assert.Throws<ArgumentException>(() => CatalogMetrics.Compute(Template, [new Dictionary<string, FieldPrediction>()], new MetricOptions()));
        Assert.Contains("Row 0 of 1 has no prediction of the field 'title'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CatalogMetrics.Compute(Template, [Row("a", "b", "1")], new MetricOptions { Resamples = 0 }));
    }
}
