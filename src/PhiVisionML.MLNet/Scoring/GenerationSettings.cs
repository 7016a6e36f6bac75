namespace PhiVisionML.MLNet.Scoring;

/// <summary>How answers are generated; saved with the model.</summary>
/// <param name="MaxNewTokens">The most tokens of an answer.</param>
internal sealed record GenerationSettings(int MaxNewTokens);
