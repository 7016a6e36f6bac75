using PhiVisionML.Training.Grounding;
using PhiVisionML.Training.Samples;
using Xunit;

namespace PhiVisionML.Training.Tests.Grounding;

public class GroundingCheckTests
{
    private static readonly TrainingOptions Options = ColourTask.Options with { Epochs = 12 };

    [Fact]
    public void A_model_that_learned_to_look_is_told_from_its_losses()
    {
        var report = TrainAndCheck(ColourTask.Rows(32));
        Assert.True(report.UsesItsPictures, report.Verdict);
        Assert.True(report.Loss[PictureVariant.Blank] > report.Loss[PictureVariant.Right]);
        Assert.StartsWith("The model uses its pictures: loss 0.", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_learned_from_the_text_alone_is_called_out()
    {
        var report = TrainAndCheck(ColourTask.RowsThatNeedNoPicture(32));
        Assert.False(report.UsesItsPictures, report.Verdict);
        Assert.StartsWith("THE MODEL IGNORES ITS PICTURES", report.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_keeps_its_own_pictures_when_they_are_shuffled()
    {
        var rows = ColourTask.Rows(17);
        var shuffled = new PictureVariants(rows, seed: 3).Rows(PictureVariant.Shuffled);
        var donors = Enumerable.Range(0, 17).Select(i => Enumerable.Range(0, 17).Single(j => ReferenceEquals(shuffled.Get(i).Pictures[0], rows.Get(j).Pictures[0]))).ToArray();
        Assert.Equal(Enumerable.Range(0, 17), donors.Order());
        Assert.All(Enumerable.Range(0, 17), i => Assert.NotEqual(i, donors[i]));
    }

    [Fact]
    public void Accuracies_are_measured_on_every_variant()
    {
        var check = new GroundingCheck((_, _) => 1)
        {
            Accuracies = new Dictionary<string, Func<ISampleSource, PictureVariant, double>> { ["category"] = (rows, variant) => rows.Count + (int)variant },
        };
        var report = check.Run(ColourTask.Rows(4), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([4, 5, 6], report.Accuracies["category"].OrderBy(a => a.Key).Select(a => a.Value));
        Assert.False(report.UsesItsPictures);
    }

    [Fact]
    public void A_row_without_pictures_is_refused_by_name()
    {
        var row = new TrainingSample { Id = "words only", Ids = [1, 2], Labels = [-100, 2] };
        var refused = Assert.Throws<ArgumentException>(() => new PictureVariants(new SampleList([ColourTask.Row(0, 0), ColourTask.Row(1, 1), row]), 0));
        Assert.Contains("words only", refused.Message, StringComparison.Ordinal);
    }

    private static GroundingReport TrainAndCheck(SampleList rows)
    {
        using var network = ColourTask.Network();
        new Trainer(network, ColourTask.Processor, Options).Train(rows);
        return new GroundingCheck(new AnswerLossMeter(network, ColourTask.Processor, null).MeanLoss).Run(rows);
    }
}
