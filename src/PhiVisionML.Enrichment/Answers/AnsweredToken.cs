namespace PhiVisionML.Enrichment.Answers;

/// <summary>A token of an answer.</summary>
/// <param name="Text">The text that is finished with it; may be empty.</param>
/// <param name="Probability">Of the token, given what came before it, 0 to 1.</param>
public readonly record struct AnsweredToken(string Text, double Probability);
