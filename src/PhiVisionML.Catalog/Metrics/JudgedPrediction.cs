using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Metrics;

/// <summary>A prediction whose truth is known, both sides in the field's one form.</summary>
/// <param name="Truth">The truth as the template writes it.</param>
/// <param name="TruthNumber">The truth of a numeric field; 0 for others.</param>
/// <param name="Predicted">The prediction; <c>null</c> where it cannot be read.</param>
/// <param name="PredictedNumber">The prediction of a numeric field; 0 for others.</param>
/// <param name="Confidence">0 to 1, or <c>null</c>.</param>
/// <param name="IsCorrect">See <see cref="FieldPrediction.IsCorrect"/>.</param>
internal sealed record JudgedPrediction(string Truth, double TruthNumber, string? Predicted, double PredictedNumber, double? Confidence, bool IsCorrect)
{
    /// <summary>A truth of 0 is only met by 0; the rounding of doubles does not decide.</summary>
    private const double Slack = 1e-9;

    public double AbsoluteError => Math.Abs(PredictedNumber - TruthNumber);

    public static JudgedPrediction? Of(AnswerField field, FieldPrediction prediction)
    {
        if (TruthOf(field, prediction.Truth) is not { } truth) return null;
        if (prediction.Confidence is { } confidence && !(confidence is >= 0 and <= 1))
            throw new ArgumentException(FormattableString.Invariant($"Field '{field.Name}' has the confidence {confidence}; it is a probability, 0 to 1."), nameof(prediction));

        var text = WhiteSpace.Fold(prediction.Predicted ?? "");
        if (!field.IsNumeric)
            return new JudgedPrediction(truth, 0, text.Length > 0 ? text : null, 0, prediction.Confidence, truth == text);
        NumberFormat.TryRead(truth, out var truthNumber);
        return NumberFormat.TryRead(text, out var number)
            ? new JudgedPrediction(truth, truthNumber, text, number, prediction.Confidence, IsNear(number, truthNumber))
            : new JudgedPrediction(truth, truthNumber, null, 0, prediction.Confidence, false);
    }

    /// <summary>The value as the template writes it; <c>null</c> if the template could not write it.</summary>
    public static string? TruthOf(AnswerField field, string? value)
    {
        try
        {
            return field.Normalize(value);
        }
        catch (AnswerRenderException)
        {
            return null;
        }
    }

    private static bool IsNear(double number, double truth) =>
        Math.Abs(number - truth) <= (FieldPrediction.RelativeTolerance + Slack) * Math.Abs(truth);
}
