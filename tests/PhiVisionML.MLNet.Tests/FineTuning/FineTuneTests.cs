using Microsoft.ML;
using Microsoft.ML.Data;
using PhiVisionML.Training;
using PhiVisionML.Training.Grounding;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class FineTuneTests(TunedShop tuned) : IClassFixture<TunedShop>
{
    private readonly MLContext _context = ColourShop.CreateContext();

    private ColourShop Shop => tuned.Shop;

    [Fact]
    public void A_tuned_model_fills_in_title_category_and_price_and_is_sure_of_them()
    {
        var scored = Score(Shop.Rows);

        Assert.Equal(16, scored.Count);
        Assert.All(scored.Zip(Shop.Rows), pair =>
        {
            var (row, truth) = pair;
            Assert.Equal((truth.Title, truth.Category, truth.Price), (row.Title_predicted, row.Category_predicted, row.Price_predicted));
            Assert.All([row.Title_confidence, row.Category_confidence, row.Price_confidence], confidence => Assert.InRange(confidence, 0.8, 1));
            Assert.InRange(row.Score, -0.2, 0);
        });
    }

    [Fact]
    public void Another_picture_gives_another_answer()
    {
        ColourRow[] moved = [.. Shop.Rows.Select((row, i) => new ColourRow { Id = row.Id, Path = Shop.Rows[(i + 1) % 16].Path })];

        var scored = Score(moved);

        Assert.Equal(Shop.Rows.Select((_, i) => Shop.Rows[(i + 1) % 16].Title), scored.Select(row => row.Title_predicted));
    }

    [Fact]
    public void The_answer_is_whole_and_its_confidences_multiply_to_its_probability()
    {
        var row = Score(Shop.Rows)[1];

        Assert.Equal("green pan, K2, 25.50", row.GeneratedText);
        // The comma after a value belongs to both neighbours' products, and the last value has none after it.
        double product = row.Title_confidence * row.Category_confidence * row.Price_confidence;
        Assert.InRange(Math.Log(product), row.Score * row.TokenCount * 2.5, 0);
    }

    [Fact]
    public void The_report_tells_how_the_adapter_was_made()
    {
        var report = tuned.Transformer.FineTuning;

        Assert.NotNull(report);
        Assert.Equal((16, 0, 120, StopReason.Completed), (report.TrainingRows, report.ValidationRows, report.Steps, report.Stopped));
        Assert.Equal(1, report.Options.Seed); // the context's
        Assert.Equal(120, tuned.Progress.Count);
        Assert.Equal(report.LastLoss, tuned.Progress[^1].Loss);
        Assert.True(report.LastLoss < tuned.Progress[0].Loss / 20, $"{tuned.Progress[0].Loss} became {report.LastLoss}.");
        Assert.Contains(tuned.Log, line => line.Contains("Step 120 of 120, epoch 60.00: loss ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_grounding_check_finds_that_the_pictures_are_used()
    {
        var report = tuned.Transformer.Grounding;

        Assert.NotNull(report);
        Assert.True(report.UsesItsPictures, report.Verdict);
        Assert.Equal(["Title", "Category", "Price"], report.Accuracies.Keys);
        Assert.Equal(1, report.Accuracies["Title"][PictureVariant.Right]);
        Assert.True(report.Accuracies["Title"][PictureVariant.Shuffled] < 0.7);
        Assert.Contains(tuned.Log, line => line.Contains("The model uses its pictures", StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_model_answers_the_same_in_a_fresh_context()
    {
        var zip = Path.Combine(Shop.Folder, "model.zip");
        _context.Model.Save(tuned.Transformer, Shop.Table(_context).Schema, zip);

        var fresh = new MLContext();
        var loaded = Assert.IsType<PhiVisionTransformer>(fresh.Model.Load(zip, out _));

        Assert.Equal(Score(Shop.Rows).Select(Everything), ColourShop.Read(fresh, loaded.Transform(Shop.Table(fresh))).Select(Everything));
        Assert.Equal(ColourShop.Template.Source, loaded.Template!.Source);
        Assert.Equal(["K1", "K2", "K3"], loaded.Choices["Category"]);
        Assert.Equal(tuned.Transformer.Grounding!.Verdict, loaded.Grounding!.Verdict);
        Assert.Equal(tuned.Transformer.FineTuning!.Options.LearningRate, loaded.FineTuning!.Options.LearningRate);
        loaded.Dispose();
    }

    [Fact]
    public void A_saved_adapter_is_loaded_from_its_folder()
    {
        var folder = Path.Combine(Shop.Folder, "adapter");
        tuned.Transformer.SaveAdapter(folder);

        using var loaded = PhiVisionTransformer.Load(_context, folder);

        Assert.Equal(Score(Shop.Rows).Select(Everything), ColourShop.Read(_context, loaded.Transform(Shop.Table(_context))).Select(Everything));
    }

    [Fact]
    public void A_model_on_another_base_of_the_same_shape_is_refused()
    {
        var zip = Path.Combine(Shop.Folder, "moved.zip");
        _context.Model.Save(tuned.Transformer, Shop.Table(_context).Schema, zip);
        var fresh = new MLContext();
        fresh.SetOption("PhiVision.BaseModelPath", Shop.WriteBase("other", seed: 6));
        var parked = Shop.BaseFolder + "-parked";
        Directory.Move(Shop.BaseFolder, parked);
        try
        {
            var failure = Assert.ThrowsAny<Exception>(() => fresh.Model.Load(zip, out _));

            Assert.Contains("another model: model.safetensors differs", failure.ToString(), StringComparison.Ordinal);
            Assert.Contains("where it was when the model was saved", failure.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(parked, Shop.BaseFolder);
        }
    }

    [Fact]
    public void A_prediction_engine_answers_one_picture()
    {
        using var engine = _context.Model.CreatePredictionEngine<ColourRow, ScoredColour>(tuned.Transformer, new PredictionEngineOptions { OwnsTransformer = false });

        var answer = engine.Predict(new ColourRow { Path = Shop.Rows[2].Path });

        Assert.Equal(("blue jug", "K3", 7.25), (answer.Title_predicted, answer.Category_predicted, answer.Price_predicted));
    }

    [Fact]
    public void Two_adapters_in_one_chain_answer_as_each_would_alone()
    {
        using var second = Shop.Touch(_context, options =>
        {
            options.Template = Catalog.Answers.AnswerTemplate.Parse("{Category:choice}");
            options.FieldColumnSuffix = "_second";
            options.ConfidenceColumnSuffix = null;
            options.OutputColumnName = "Second";
            options.ScoreColumnName = options.TokenCountColumnName = null;
        });
        var table = Shop.Table(_context);
        var alone = second.Transform(table);

        var chained = second.Transform(tuned.Transformer.Transform(table));

        Assert.Equal(alone.GetColumn<string>("Category_second"), chained.GetColumn<string>("Category_second"));
        Assert.Equal(Score(Shop.Rows).Select(Everything), ColourShop.Read(_context, chained).Select(Everything));
    }

    [Fact]
    public void Metrics_are_told_for_each_field()
    {
        var scored = tuned.Transformer.Transform(Shop.Table(_context));

        var metrics = _context.ImageToText.Evaluate(scored, ColourShop.Template);

        Assert.Equal((16, 1.0), (metrics.Rows, metrics.ParseRate.Value));
        Assert.Equal(1, metrics["Title"].Text!.Exact.Value);
        Assert.Equal(1, metrics["Category"].Choice!.Accuracy.Value);
        Assert.Equal(0, metrics["Price"].Number!.MeanAbsoluteError!.Value);
        Assert.InRange(metrics["Title"].CalibrationError!.Value, 0, 0.2);
        Assert.Equal(metrics["Title"].CalibrationError, _context.EvaluateImageToText(scored, ColourShop.Template)["Title"].CalibrationError);
    }

    private List<ScoredColour> Score(IEnumerable<ColourRow> rows) => ColourShop.Read(_context, tuned.Transformer.Transform(_context.Data.LoadFromEnumerable(rows)));

    private static object Everything(ScoredColour row) => (
        row.GeneratedText, row.Score, row.TokenCount, (row.Title_predicted, row.Title_confidence),
        (row.Category_predicted, row.Category_confidence), (row.Price_predicted, row.Price_confidence));
}
