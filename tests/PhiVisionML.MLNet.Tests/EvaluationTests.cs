using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using Xunit;

namespace PhiVisionML.MLNet.Tests;

public sealed class EvaluationTests
{
    private static readonly AnswerTemplate Template = AnswerTemplate.Parse("{Title} {Price:price}");

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Numbers_are_compared_as_numbers_and_unreadable_answers_are_counted()
    {
        var view = _context.Data.LoadFromEnumerable(new[]
        {
            new Row { Title = "a", Price = 129.999f, Title_predicted = "a", Price_predicted = 130, Title_confidence = 0.9f },
            new Row { Title = "b", Price = 10, Title_predicted = "", Price_predicted = double.NaN, Title_confidence = float.NaN },
            new Row { Title = "c", Price = float.NaN, Title_predicted = "x", Price_predicted = 5, Title_confidence = 0.1f },
        });

        var metrics = _context.ImageToText.Evaluate(view, Template);

        Assert.Equal(3, metrics.Rows);
        Assert.Equal(2 / 3.0, metrics.ParseRate.Value, 6);
        Assert.Equal(1 / 3.0, metrics["Title"].UnreadableRate!.Value, 6);
        Assert.Equal((2, 1), (metrics["Price"].Rows, metrics["Price"].RowsWithoutTruth));
        Assert.Equal(0, metrics["Price"].Number!.MeanAbsoluteError!.Value, 6);
        Assert.NotNull(metrics["Title"].CalibrationError);
        Assert.Null(metrics["Price"].CalibrationError); // there is no column of its confidence
    }

    [Fact]
    public void A_missing_prediction_is_named()
    {
        var view = _context.Data.LoadFromEnumerable(new[] { new Row() });

        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _context.ImageToText.Evaluate(view, Template, fieldColumnSuffix: "_said"));

        Assert.Contains("Could not find input column 'Title_said'", failure.Message, StringComparison.Ordinal);
    }

    public sealed class Row
    {
        public string Title { get; set; } = "";

        public float Price { get; set; }

        public string Title_predicted { get; set; } = "";

        public double Price_predicted { get; set; }

        public float Title_confidence { get; set; }
    }
}
