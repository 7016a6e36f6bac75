namespace PhiVisionML.Model.Generation;

/// <summary>A finished answer.</summary>
/// <param name="Text">The answer, without stop token or stop string.</param>
/// <param name="TokenIds">Its tokens, without the stop token.</param>
/// <param name="LogProbabilities">For each token, see <see cref="GeneratedToken.LogProbability"/>.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="PromptTokens">Tokens of the prompt, picture places included.</param>
public sealed record GenerationResult(string Text, IReadOnlyList<int> TokenIds, IReadOnlyList<float> LogProbabilities, StopReason StopReason, int PromptTokens)
{
    /// <summary>Log-probability of the stop token, as for any other token; null where something else ended the answer.</summary>
    public float? StopLogProbability { get; init; }

    /// <summary>The likeliest tokens beside the stop token, as <see cref="GeneratedToken.Alternatives"/>.</summary>
    public IReadOnlyList<TokenAlternative> StopAlternatives { get; init; } = [];

    /// <summary>Tokens of the prompt whose keys and values a <see cref="Reuse.PromptCache"/> had.</summary>
    public int CachedPromptTokens { get; init; }

    /// <summary>Pictures whose vectors a <see cref="Reuse.PromptCache"/> had.</summary>
    public int CachedPictures { get; init; }
}
