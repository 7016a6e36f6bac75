using Microsoft.ML;
using Microsoft.ML.Calibrators;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Hosting.Policies;

/// <summary>Fits a field's policy to products whose truth is known, and which the model was not trained on.</summary>
/// <remarks>
/// <para>The curve is Platt's, on the logit of the model's probability. The threshold is the lowest of twenty, one for each twentieth of the products by confidence, at which the
/// upper bound of the error rate of what is accepted stays within the stated rate; each bound may fail with a twentieth of the risk, so that all hold with the stated certainty.</para>
/// <para>After R. El-Yaniv, Y. Geifman, "Selective classification for deep neural networks", 2017. What it promises holds for products like those it was fitted on.</para>
/// </remarks>
public static class PolicyFit
{
    private const int Thresholds = 20;

    // Platt's curve has two parameters; fewer rows, or rows that are all right or all wrong, say nothing about them.
    private const int FewestRows = 20;

    /// <summary>Fits a policy.</summary>
    /// <param name="field">The field.</param>
    /// <param name="predictions">Truth, prediction and the model's probability of each product. Those without a truth or a probability are passed over.</param>
    /// <param name="options">What has to be kept.</param>
    /// <exception cref="ArgumentException">No product has a truth and a probability, or an option is no probability.</exception>
    public static FieldFit Fit(AnswerField field, IEnumerable<FieldPrediction> predictions, PolicyFitOptions options)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(options);
        RequireShare(options.ErrorRate, nameof(options.ErrorRate));
        RequireShare(options.Certainty, nameof(options.Certainty));
        Row[] rows = [.. predictions.Where(prediction => prediction is { Truth: not null, Confidence: not null }).Select(prediction => new Row(prediction.Confidence!.Value, prediction.IsCorrect(field)))];
        if (rows.Length == 0)
            throw new ArgumentException($"No product has a truth and an answer for the field '{field.Name}'; a policy is fitted on products whose values are known.", nameof(predictions));
        var curve = Curve(rows);
        // Products are counted by what decides about them: the curve makes one confidence of probabilities that are all but certain.
        rows = [.. rows.Select(row => row with { Probability = curve?.Apply(row.Probability) ?? row.Probability }).OrderByDescending(row => row.Probability)];
        var (accepted, errors, bound) = Accept(rows, options);
        double rejectBelow = curve is null || accepted == 0 ? 0 : options.RejectBelow;   // unknown how often such values are wrong
        var policy = new FieldPolicy
        {
            Mode = options.Mode,
            Curve = curve,
            RejectBelow = rejectBelow,
            AcceptAt = accepted == 0 ? null : Math.Max(rejectBelow, rows[accepted - 1].Probability),
        };
        return new FieldFit(field.Name, policy, rows.Length, rows.Average(row => row.IsRight ? 1.0 : 0), accepted, errors, bound);
    }

    private static (int Accepted, int Errors, double? Bound) Accept(Row[] rows, PolicyFitOptions options)
    {
        double risk = (1 - options.Certainty) / Thresholds;
        for (int i = Thresholds; i > 0; i--)
        {
            int count = (int)((long)rows.Length * i / Thresholds);
            if (count == 0)
                break;
            while (count < rows.Length && rows[count].Probability == rows[count - 1].Probability)
                count++;   // a threshold takes all that are as sure
            int errors = rows.Take(count).Count(row => !row.IsRight);
            if (Binomial.UpperBound(errors, count, risk) is var bound && bound <= options.ErrorRate)
                return (count, errors, bound);
        }

        return (0, 0, null);
    }

    private static ConfidenceCurve? Curve(Row[] rows)
    {
        if (rows.Length < FewestRows || rows.All(row => row.IsRight) || !rows.Any(row => row.IsRight))
            return null;
        var context = new MLContext(seed: 0);
        var view = context.Data.LoadFromEnumerable(rows.Select(row => new Example { Score = (float)ConfidenceCurve.Logit(row.Probability), Label = row.IsRight }));
        ISingleFeaturePredictionTransformer<PlattCalibrator> fitted = context.BinaryClassification.Calibrators.Platt(nameof(Example.Label), nameof(Example.Score)).Fit(view);
        return fitted.Model is { Slope: < 0 } platt ? new ConfidenceCurve(platt.Slope, platt.Offset) : null;   // surer values are not righter ones: nothing to learn from
    }

    private static void RequireShare(double value, string name)
    {
        if (!(value is > 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it lies between 0 and 1."), name);
    }

    private readonly record struct Row(double Probability, bool IsRight);

    private sealed class Example
    {
        public float Score { get; set; }

        public bool Label { get; set; }
    }
}
