namespace PhiVisionML.Training.Samples;

/// <summary>How large a row is.</summary>
/// <param name="Tokens">All tokens, pictures' places counted.</param>
/// <param name="LabelledTokens">Tokens that are learned.</param>
public readonly record struct SampleSize(int Tokens, int LabelledTokens);
