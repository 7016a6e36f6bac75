using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Model.Lora;
using Xunit;

namespace PhiVisionML.MLNet.Tests.FineTuning;

public sealed class OptionsTests
{
    private readonly MLContext _context = ColourShop.CreateContext();

    public static TheoryData<string, Action<PhiVisionFineTuneEstimator.Options>> Contradictions { get; } = new()
    {
        { "Template is null", options => options.Template = null },
        { "MaxEpoch is 0", options => options.MaxEpoch = 0 },
        { "TrainingBatchSize is 0", options => options.TrainingBatchSize = 0 },
        { "TrainingBatchTokens is -1", options => options.TrainingBatchTokens = -1 },
        { "LogEveryNStep is 0", options => options.LogEveryNStep = 0 },
        { "GroundingRows is 1", options => options.GroundingRows = 1 },
        { "LearningRate must be above 0", options => options.LearningRate = 0 },
        { "WarmupRatio must be from 0 to 1", options => options.WarmupRatio = 1.5 },
        { "ValidationSetFraction is 1", options => options.ValidationSetFraction = 1 },
        { "EarlyStoppingPatience is set, but there are no validation rows", options => options.EarlyStoppingPatience = 2 },
        { "MeasureFields is set, but there are no validation rows", options => options.MeasureFields = true },
        { "NumCrops is 0", options => options.NumCrops = 0 },
        { "MaxPixels is 0", options => options.MaxPixels = 0 },
        { "A column's name cannot be empty", options => options.FieldColumnSuffix = "" },
        { "Two output columns are named 'Score'", options => (options.Template, options.FieldColumnSuffix) = (AnswerTemplate.Parse("{Sco}"), "re") },
        { "Two output columns are named 'Title_x'", options => options.FieldColumnSuffix = options.ConfidenceColumnSuffix = "_x" },
        { "Rank", options => options.Lora = new LoraOptions { Rank = 0 } },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void Options_that_make_no_sense_are_refused_when_the_estimator_is_made(string message, Action<PhiVisionFineTuneEstimator.Options> change)
    {
        var options = new PhiVisionFineTuneEstimator.Options { Template = ColourShop.Template };
        change(options);

        var failure = Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.PhiVisionFineTune(options));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_validation_sets_are_refused()
    {
        var view = _context.Data.LoadFromEnumerable(Array.Empty<ColourRow>());
        var options = new PhiVisionFineTuneEstimator.Options { Template = ColourShop.Template, ValidationSet = view, ValidationSetFraction = 0.1 };

        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.PhiVisionFineTune(options));
    }

    [Fact]
    public void A_choice_needs_its_values_to_be_scored_with()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.PhiVision(new PhiVisionEstimator.Options { Template = ColourShop.Template }));

        Assert.Contains("The choice field 'Category' has no list of values", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_a_field_that_is_no_choice_are_refused()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.PhiVision(new PhiVisionEstimator.Options
        {
            Template = AnswerTemplate.Parse("{Title}"),
            Choices = new Dictionary<string, IReadOnlyList<string>> { ["Title"] = ["a"] },
        }));

        Assert.Contains("a list for 'Title'", failure.Message, StringComparison.Ordinal);
    }
}
