using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Optimizers;
using Xunit;

namespace PhiVisionML.Training.Tests;

public class TrainingOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new TrainingOptions().Validate();

    public static TheoryData<string, TrainingOptions> Wrong() => new()
    {
        { "Epochs", new TrainingOptions { Epochs = 0 } },
        { "MaxSteps", new TrainingOptions { MaxSteps = 0 } },
        { "BatchTokens", new TrainingOptions { BatchTokens = 0 } },
        { "AccumulationBatches", new TrainingOptions { AccumulationBatches = -1 } },
        { "LearningRate", new TrainingOptions { LearningRate = double.NaN } },
        { "WeightDecay", new TrainingOptions { WeightDecay = -0.1 } },
        { "WarmupRatio", new TrainingOptions { WarmupRatio = 1.5 } },
        { "ClipNorm", new TrainingOptions { ClipNorm = 0 } },
        { "Beta2", new TrainingOptions { AdamW = new AdamWOptions { Beta2 = 1 } } },
        { "Lora is set", new TrainingOptions { Mode = TrainingMode.Full, Lora = new LoraOptions() } },
        { "Tower", new TrainingOptions { Mode = TrainingMode.FrozenTower, Parts = new Dictionary<TrainingPart, PartRates> { [TrainingPart.Tower] = new(1e-5) } } },
        { "Projector", new TrainingOptions { Mode = TrainingMode.Full, Parts = new Dictionary<TrainingPart, PartRates> { [TrainingPart.Projector] = new(0) } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_by_name(string name, TrainingOptions options)
        => Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Early_stopping_without_validation_rows_is_refused()
    {
        using var network = ColourTask.Network();
        var options = ColourTask.Options with { EarlyStoppingPatience = 2 };
        Assert.Throws<ArgumentException>(() => new Trainer(network, ColourTask.Processor, options).Run(ColourTask.Rows(4)));
    }
}
