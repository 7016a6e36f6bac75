using System.Globalization;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.MLNet;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Cli.Doctor;

/// <summary>What a fine-tuning on this catalog would take: of the base, measured where it is small, and of the published model, estimated.</summary>
internal sealed class TrainingCostCheck(RowBudgets budgets) : ICatalogCheck
{
    private const long MostMeasuredBytes = 300_000_000;   // a step of a larger base takes more than seconds

    private static readonly int Epochs = new PhiVisionFineTuneEstimator.Options().MaxEpoch;   // what train does unless told otherwise

    private readonly BaseArithmetic _model = budgets.Model;

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        int crops = _model.Pictures.NumCrops;
        RowBudget[] rows = [.. budgets.Of(catalog, cancellation).Where(row => row.Tokens(_model, crops) <= _model.MostTokens)];
        return rows.Length == 0 ? CheckResult.Nothing : new CheckResult
        {
            Figures = [.. new[] { OfBase(rows, crops, cancellation) }.OfType<ExaminationFigure>(), .. SequenceCheck.ComparedCrops.Select(n => OfPublished(rows, n)).OfType<ExaminationFigure>()],
        };
    }

    /// <summary>Null for a folder without weights.</summary>
    private ExaminationFigure? OfBase(RowBudget[] rows, int crops, CancellationToken cancellation)
    {
        if (_model.WeightBytes == 0) return null;
        const string id = "training_seconds", label = "Time to train the base";
        string? failure = null;
        if (_model.WeightBytes <= MostMeasuredBytes)
        {
            try
            {
                var step = TrainingStep.Measure(_model, rows, cancellation);
                double measured = step.SecondsPerRow * rows.Length * Epochs;
                return new(id, FindingTopic.Budget, label, Math.Round(measured), FineTuneEstimate.Duration(measured), string.Create(CultureInfo.InvariantCulture,
                    $"{rows.Length:N0} rows, {Epochs} epochs, some {step.Megabytes:N0} MB; by steps of {step.Rows} rows measured here at the machine's present load"));
            }
            catch (Exception e) when (e is not OperationCanceledException)   // what the base lacks is no fault of the catalog
            {
                failure = e.Message;
            }
        }

        var estimate = FineTuneEstimate.For(_model.WeightBytes, rows.Average(row => (double)row.Tokens(_model, crops)!));
        double seconds = estimate.SecondsPerRow * rows.Length * Epochs;
        return new(id, FindingTopic.Budget, label, Math.Round(seconds), "≈ " + FineTuneEstimate.Duration(seconds), Explanation(rows.Length, estimate) + (failure is null ? "" : $"; could not be measured: {failure}"));
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
