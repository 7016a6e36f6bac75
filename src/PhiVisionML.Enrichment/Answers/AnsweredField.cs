namespace PhiVisionML.Enrichment.Answers;

/// <summary>A field of an answer.</summary>
/// <param name="Name">The template's field.</param>
/// <param name="Value">The value as catalogs write it; never empty.</param>
/// <param name="Probability">The model's probability of the whole value, 0 to 1; <c>null</c> if it does not tell.</param>
public sealed record AnsweredField(string Name, string Value, double? Probability)
{
    /// <summary>Of a choice, the value that came second; ends in … if several share this beginning. <c>null</c> if there is none, or the model does not tell.</summary>
    public string? RunnerUp { get; init; }

    /// <summary>The probability of <see cref="RunnerUp"/>, 0 to 1.</summary>
    public double? RunnerUpProbability { get; init; }
}
