namespace PhiVisionML.MLNet.Scoring;

/// <summary>What the model says about a row.</summary>
/// <param name="Text">The answer without special tokens.</param>
/// <param name="Score">The mean log-probability of the answer's tokens, at most 0; not-a-number when the row failed or nothing was said.</param>
/// <param name="TokenCount">The number of tokens that were generated.</param>
/// <param name="Error">Why the row has no answer, or what is wrong with it; empty when all is well.</param>
internal sealed record PictureAnswer(string Text, float Score, int TokenCount, string Error = "")
{
    /// <summary>The number of tokens that were read, pictures included.</summary>
    public int PromptTokenCount { get; init; }

    /// <summary>The tokens of the text; empty when the row failed.</summary>
    public IReadOnlyList<AnswerToken> Tokens { get; init; } = [];

    /// <summary>The template's fields, in its order; empty when the row failed, or fields are not wanted.</summary>
    public IReadOnlyList<FieldAnswer> Fields { get; init; } = [];

    public static PictureAnswer Failed(Exception failure) => new("", float.NaN, 0, failure.Message);
}
