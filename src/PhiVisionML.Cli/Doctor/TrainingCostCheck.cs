using System.Globalization;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.MLNet.Prompts;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Cli.Doctor;

/// <summary>What a fine-tuning on this catalog would take: of the base, measured where it is small, and of the published model, estimated.</summary>
internal sealed class TrainingCostCheck(BaseArithmetic model, PromptTemplate prompt) : ICatalogCheck
{
    private const long MostMeasuredBytes = 300_000_000;   // a step of a larger base takes more than seconds
    private const int Epochs = 3;                         // what train does unless told otherwise

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        int crops = model.Pictures.NumCrops;
        RowBudget[] rows = [.. RowBudget.Of(catalog, model, prompt).Where(row => row.Tokens(model, crops) <= model.MostTokens)];
        return rows.Length == 0 ? CheckResult.Nothing : new CheckResult
        {
            Figures = [OfBase(rows, crops, cancellation), .. SequenceCheck.ComparedCrops.Select(n => OfPublished(rows, n)).OfType<ExaminationFigure>()],
        };
    }

    private ExaminationFigure OfBase(RowBudget[] rows, int crops, CancellationToken cancellation)
    {
        const string id = "training_seconds", label = "Time to train the base";
        if (model.WeightBytes <= MostMeasuredBytes)
        {
            var step = TrainingStep.Measure(model, rows, cancellation);
            double measured = step.SecondsPerRow * rows.Length * Epochs;
            return new(id, FindingTopic.Budget, label, Math.Round(measured), FineTuneEstimate.Duration(measured), string.Create(CultureInfo.InvariantCulture,
                $"{rows.Length:N0} rows, {Epochs} epochs, some {step.Megabytes:N0} MB; by steps of {step.Rows} rows measured here at the machine's present load"));
        }

        var estimate = FineTuneEstimate.For(model.WeightBytes, rows.Average(row => (double)row.Tokens(model, crops)!));
        double seconds = estimate.SecondsPerRow * rows.Length * Epochs;
        return new(id, FindingTopic.Budget, label, Math.Round(seconds), FineTuneEstimate.Duration(seconds), Explanation(rows.Length, estimate));
    }

    private static ExaminationFigure? OfPublished(RowBudget[] rows, int crops)
    {
        double[] tokens = [.. rows.Select(row => Published(row, crops)).OfType<double>()];
        if (tokens.Length == 0) return null;
        var estimate = FineTuneEstimate.For(FineTuneEstimate.PublishedBytes, tokens.Average());
        double seconds = estimate.SecondsPerRow * tokens.Length * Epochs;
        return new($"published_training_seconds_num_crops_{crops}", FindingTopic.Budget, $"Published 4.2 B, num_crops {crops}", Math.Round(seconds), "≈ " + FineTuneEstimate.Duration(seconds),
            string.Create(CultureInfo.InvariantCulture, $"{tokens.Average():N0} tokens a row; ") + Explanation(tokens.Length, estimate));
    }

    private static double? Published(RowBudget row, int crops)
    {
        try
        {
            return HdLayout.For(row.Picture.Width, row.Picture.Height, crops).Tokens + row.TextTokens;
        }
        catch (PictureRefusedException)
        {
            return null;
        }
    }

    private static string Explanation(int rows, FineTuneEstimate estimate) => string.Create(CultureInfo.InvariantCulture,
        $"{rows:N0} rows, {Epochs} epochs on two CPU cores; some {estimate.Megabytes / 1000:0} GB in bfloat16, {estimate.MegabytesInFloat32 / 1000:0} GB in float32, a row at a time");
}
