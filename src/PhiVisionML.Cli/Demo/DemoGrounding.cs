using PhiVisionML.Training.Grounding;

namespace PhiVisionML.Cli.Demo;

/// <summary>Loss with the right, other rows' and blank pictures, and what becomes of the category when pictures are shuffled.</summary>
internal sealed record DemoGrounding(double LossRight, double LossShuffled, double LossBlank, double CategoryAccuracyShuffled)
{
    public static DemoGrounding Of(GroundingReport report, string categoryField) => new(
        report.Loss[PictureVariant.Right],
        report.Loss[PictureVariant.Shuffled],
        report.Loss[PictureVariant.Blank],
        report.Accuracies[categoryField][PictureVariant.Shuffled]);
}
