namespace PhiVisionML.MLNet.Scoring;

/// <summary>What a choice would likeliest have been instead.</summary>
/// <param name="Value">The value; ends in … if several values share this beginning.</param>
/// <param name="Probability">The probability of leaving the chosen value where this one parts from it, 0 to 1.</param>
internal sealed record RunnerUp(string Value, float Probability);
