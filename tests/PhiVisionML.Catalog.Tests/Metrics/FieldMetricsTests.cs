using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Metrics;

public class FieldMetricsTests
{
    private static readonly AnswerField Title = new("title");
    private static readonly AnswerField Category = new("category", AnswerFieldKind.Choice);
    private static readonly AnswerField Price = new("price", AnswerFieldKind.Price, 2);
    private static readonly MetricOptions Options = new() { Resamples = 200 };

    private static FieldMetrics Compute(AnswerField field, params (string? Truth, string? Predicted)[] rows) =>
        FieldMetrics.Compute(field, [.. rows.Select(row => new FieldPrediction(row.Truth, row.Predicted))], Options);

    [Fact]
    public void Text_is_exact_after_folding_white_space_but_not_letter_case()
    {
        var metrics = Compute(Title, ("Red  shoe\n", " Red shoe"), ("Red shoe", "red shoe"), ("Bag", "Bags"), ("Hat", null));

        Assert.Equal(0.25, metrics.Text!.Exact.Value);
        Assert.Equal((1 + 7 / 8d + 3 / 4d + 0) / 4, metrics.Text.Similarity.Value, 12);
        Assert.Equal(0.25, metrics.UnreadableRate!.Value);
        Assert.Null(metrics.Choice);
        Assert.Null(metrics.Number);
        Assert.Null(metrics.CalibrationError);
    }

    [Theory]
    [InlineData("kitten", "sitting", 1 - 3 / 7d)]
    [InlineData("", "", 1)]
    [InlineData("", "abc", 0)]
    [InlineData("👟红", "👟色", 0.5)]
    [InlineData("flaw", "lawn", 0.5)]
    public void Similarity_counts_whole_characters(string left, string right, double expected)
    {
        Assert.Equal(expected, EditDistance.Similarity(left, right), 12);
        Assert.Equal(expected, EditDistance.Similarity(right, left), 12);
    }

    [Fact]
    public void Macro_f1_is_over_the_classes_of_truth_and_prediction()
    {
        // tp/fp/fn: A 2/1/1 -> 4/6; B 1/1/3 -> 2/6; C (predicted only) 0/1/0 -> 0. One answer is unreadable.
        var metrics = Compute(Category, ("A", "A"), ("A", "A"), ("A", "B"), ("B", "B"), ("B", "A"), ("B", null), ("B", "C"));

        Assert.Equal(3 / 7d, metrics.Choice!.Accuracy.Value, 12);
        Assert.Equal((4 / 6d + 2 / 6d + 0) / 3, metrics.Choice.MacroF1.Value, 12);
        Assert.Equal(("B", 4 / 7d), (metrics.Choice.MajorityClass, metrics.Choice.MajorityAccuracy.Value));
    }

    [Fact]
    public void Baselines_come_from_the_training_rows_where_given()
    {
        var options = Options with { TrainingValues = new Dictionary<string, IReadOnlyList<string?>> { ["category"] = ["A", "A ", "B", null], ["price"] = ["1", "2,00 €", "9", "soon"] } };

        var choice = FieldMetrics.Compute(Category, [new("B", "B"), new("B", "B"), new("A", "A")], options).Choice!;
        Assert.Equal(("A", 1 / 3d), (choice.MajorityClass, choice.MajorityAccuracy.Value));

        var number = FieldMetrics.Compute(Price, [new("10", "10"), new("4", "4")], options).Number!;
        Assert.Equal((2, 5), (number.BaselineValue, number.BaselineMeanAbsoluteError.Value));
    }

    [Fact]
    public void Prices_are_judged_by_absolute_and_relative_error()
    {
        var metrics = Compute(Price, ("100", "110.00"), ("$ 10.00", "8.50"), ("1.00", "1.10"), ("50", "cheap"), ("0", "0.00"), ("20", "20.00"));

        var number = metrics.Number!;
        Assert.Equal(5, number.Readable);
        Assert.Equal((10 + 1.5 + 0.1 + 0 + 0) / 5, number.MeanAbsoluteError!.Value, 12);
        Assert.Equal(0.1, number.MedianRelativeError!.Value, 12); // of 0.1, 0.15, 0.1, 0
        Assert.Equal(4 / 6d, number.Within10Percent.Value, 12);
        Assert.Equal(15, number.BaselineValue); // between 10 and 20
        Assert.Equal((85 + 5 + 14 + 35 + 15 + 5) / 6d, number.BaselineMeanAbsoluteError.Value, 12);
        Assert.Equal(1 / 6d, metrics.UnreadableRate!.Value, 12);
    }

    [Fact]
    public void Errors_are_undefined_when_no_price_is_readable()
    {
        var number = Compute(Price, ("5", null), ("6", "1,299.00")).Number!;
        Assert.Equal(0, number.Readable);
        Assert.Null(number.MeanAbsoluteError);
        Assert.Null(number.MedianRelativeError);
        Assert.Equal(0, number.Within10Percent.Value);
    }

    [Fact]
    public void Rows_without_a_known_truth_are_counted_and_left_out()
    {
        var metrics = Compute(Price, ("5", "5.00"), (null, "5.00"), ("ask us", "5.00"));
        Assert.Equal((1, 2), (metrics.Rows, metrics.RowsWithoutTruth));
        Assert.Equal(1, metrics.Number!.Within10Percent.Value);

        var none = Compute(Title, (null, "x"));
        Assert.Equal((0, 1), (none.Rows, none.RowsWithoutTruth));
        Assert.Null(none.Text);
        Assert.Null(none.UnreadableRate);
    }

    [Fact]
    public void Calibration_error_weighs_the_gap_of_each_of_ten_bins()
    {
        // bin 9: confidences 0.95, 1.0, both right: |2 - 1.95|; bin 5: 0.55 wrong, 0.5 right: |1 - 1.05|; bin 1: 0.19 unreadable: 0.19
        FieldPrediction[] rows = [new("a", "a", 0.95), new("a", "a", 1.0), new("a", "b", 0.55), new("a", "a", 0.5), new("a", null, 0.19), new("a", "a")];
        Assert.Equal((0.05 + 0.05 + 0.19) / 5, FieldMetrics.Compute(Title, rows, Options).CalibrationError!.Value, 12);
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_confidence_that_is_no_probability_is_refused(double confidence) =>
        Assert.Throws<ArgumentException>(() => FieldMetrics.Compute(Title, [new FieldPrediction("a", "a", confidence)], Options));

    [Theory]
    [InlineData("1.00", "1.10", true)]
    [InlineData("1.00", "0.90", true)]
    [InlineData("1.00", "1.11", false)]
    [InlineData("0", "0.01", false)]
    [InlineData("-10", "-9.5", true)]
    [InlineData("10", null, false)]
    [InlineData(null, "10", false)]
    public void A_price_within_ten_percent_is_right(string? truth, string? predicted, bool expected) =>
        Assert.Equal(expected, new FieldPrediction(truth, predicted).IsCorrect(Price));
}
