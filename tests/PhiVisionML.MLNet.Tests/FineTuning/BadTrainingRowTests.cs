using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Training;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class BadTrainingRowTests : IDisposable
{
    private readonly ColourShop _shop = new();
    private readonly MLContext _context = ColourShop.CreateContext();
    private readonly List<string> _log = [];

    public BadTrainingRowTests() => _context.Log += (_, line) => _log.Add(line.Message);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_broken_picture_ends_the_training_with_its_row()
    {
        File.WriteAllText(Path.Combine(_shop.Folder, "3.png"), "no picture");

        var failure = Assert.Throws<FormatException>(() => _shop.Touch(_context));

        Assert.StartsWith("Row 'p3' cannot be trained on: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("set OnError to EmitEmpty", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_rows_are_left_out_and_told_when_asked()
    {
        File.WriteAllText(Path.Combine(_shop.Folder, "3.png"), "no picture");
        _shop.Rows[5].Category = "";
        _shop.Rows[6].Title = "a, b";
        _shop.Rows[7].Price = float.NaN;

        using var model = _shop.Touch(_context, options => options.OnError = OnError.EmitEmpty);

        var refused = model.FineTuning!.RefusedRows;
        Assert.Equal(["p3", "p5", "p6", "p7"], refused.Select(row => row.Id));
        Assert.Contains("not a picture", refused[0].Reason, StringComparison.Ordinal);
        Assert.Contains("'Category' has no value", refused[1].Reason, StringComparison.Ordinal);
        Assert.Contains("runs into the text that follows", refused[2].Reason, StringComparison.Ordinal);
        Assert.Contains("'Price' has no value", refused[3].Reason, StringComparison.Ordinal);
        Assert.Equal(12, model.FineTuning.TrainingRows);
        Assert.Contains(_log, line => line.Contains("Row 'p3' is left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_without_an_id_are_counted_from_one()
    {
        _shop.Rows[0].Category = "";

        var failure = Assert.Throws<FormatException>(() => _shop.Touch(_context, options => options.IdColumnName = null));

        Assert.StartsWith("Row 'row 1' ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_picture_scores_to_an_empty_row_with_its_reason()
    {
        using var model = _shop.Touch(_context, options => options.OnError = OnError.EmitEmpty);
        File.WriteAllText(Path.Combine(_shop.Folder, "3.png"), "no picture");

        var scored = model.Transform(_shop.Table(_context));
        var errors = scored.GetColumn<string>("Error").ToList();

        Assert.Contains("not a picture", errors[3], StringComparison.Ordinal);
        Assert.Equal(15, errors.Count(error => error.Length == 0));
        var row = ColourShop.Read(_context, scored)[3];
        Assert.Equal(("", "", double.NaN), (row.Title_predicted, row.Category_predicted, row.Price_predicted));
        Assert.True(float.IsNaN(row.Title_confidence));
    }

    [Fact]
    public void A_training_without_a_usable_row_is_refused()
    {
        foreach (var row in _shop.Rows)
            row.Category = "";

        var failure = Assert.Throws<FormatException>(() => _shop.Touch(_context, options => options.OnError = OnError.EmitEmpty));

        Assert.StartsWith("None of the 16 rows can be trained on.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_scoring_could_not_finish_is_refused()
    {
        _shop.Rows[0].Title = string.Join(' ', Enumerable.Repeat("very", 40));

        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Touch(_context));

        Assert.Contains("MaxNewTokens is 48, but the longest answer to be learned has ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_label_column_is_named()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _shop.Touch(
            _context, options => options.Template = Catalog.Answers.AnswerTemplate.Parse("{Brand}")));

        Assert.Contains("Could not find input column 'Brand'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_rows_choose_the_weights_and_are_not_learned()
    {
        using var model = _shop.Touch(_context, options =>
        {
            options.MaxEpoch = 3;
            options.ValidationSetFraction = 0.25;
            options.ValidationSteps = 2;
            options.MeasureFields = true;
        });

        var report = model.FineTuning!;
        Assert.Equal((12, 4), (report.TrainingRows, report.ValidationRows));
        Assert.Equal([2, 4, 6], report.Validations.Select(point => point.Step));
        Assert.Equal(report.Validations.MinBy(point => point.Loss)!.Step, report.WeightsOfStep);
        Assert.Equal(StopReason.Completed, report.Stopped);
        Assert.All(report.Validations, point => Assert.Equal(["accuracy_Title", "accuracy_Category", "accuracy_Price"], point.Metrics.Keys));
        Assert.Contains(_log, line => line.Contains("; validation loss ", StringComparison.Ordinal) && line.Contains(", accuracy_Price ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_validation_view_is_measured_on()
    {
        var rows = _context.Data.LoadFromEnumerable(_shop.Rows[..5]);

        using var model = _shop.Touch(_context, options => options.ValidationSet = rows);

        Assert.Equal((16, 5, 5), (model.FineTuning!.TrainingRows, model.FineTuning.ValidationRows, model.Grounding!.Rows));
    }
}
