namespace PhiVisionML.Enrichment.Policies;

/// <summary>Platt's curve from a model's probability to how often such values are right: <c>1 / (1 + exp(slope · ln(p / (1 − p)) + offset))</c>.</summary>
/// <param name="Slope">Negative: a larger probability is a larger confidence.</param>
/// <param name="Offset">Moves the whole curve.</param>
/// <remarks>J. Platt, "Probabilistic outputs for support vector machines", 1999; on the logit it can express temperature and bias.</remarks>
public sealed record ConfidenceCurve(double Slope, double Offset)
{
    // What float32 can tell from certain.
    private const double Certain = 1e-7;

    /// <summary>The logit of a probability, kept finite.</summary>
    public static double Logit(double probability)
    {
        double p = Math.Clamp(probability, Certain, 1 - Certain);
        return Math.Log(p / (1 - p));
    }

    /// <summary>The confidence, 0 to 1.</summary>
    /// <param name="probability">The model's, 0 to 1.</param>
    public double Apply(double probability) => 1 / (1 + Math.Exp(Slope * Logit(probability) + Offset));
}
