namespace PhiVisionML.MLNet.Scoring;

/// <summary>What the model says about a row.</summary>
/// <param name="Text">The answer without special tokens.</param>
/// <param name="Score">The mean log-probability of the answer's tokens, at most 0; not-a-number when the row failed.</param>
/// <param name="TokenCount">The number of tokens that were generated.</param>
/// <param name="Error">Why the row has no answer; empty when it has one.</param>
internal sealed record PictureAnswer(string Text, float Score, int TokenCount, string Error = "")
{
    public static PictureAnswer Failed(Exception failure) => new("", float.NaN, 0, failure.Message);
}
