namespace PhiVisionML.MLNet.Asking;

/// <summary>A field of a reply.</summary>
/// <param name="Name">The template's field.</param>
/// <param name="Value">The value, numbers as the template writes them.</param>
/// <param name="Probability">The model's probability of exactly this value, given the answer before it, 0 to 1.</param>
public sealed record ReplyField(string Name, string Value, double Probability)
{
    /// <summary>Of a choice, the value that came second; ends in … if several share this beginning. Null if there is none.</summary>
    public string? RunnerUp { get; init; }

    /// <summary>
    /// The probability of leaving the chosen value where <see cref="RunnerUp"/> parts from it, 0 to 1: of the chosen tokens up to there, times that of
    /// the other token. It is the probability of the runner-up itself where nothing else begins with that token.
    /// </summary>
    public double? RunnerUpProbability { get; init; }
}
