namespace PhiVisionML.MLNet.Scoring;

/// <summary>A token of an answer.</summary>
/// <param name="Text">The text that is finished with it; all tokens' texts together are the answer.</param>
/// <param name="LogProbability">Of the token, given what came before it, among those that were allowed.</param>
internal readonly record struct AnswerToken(string Text, float LogProbability)
{
    /// <summary>The bytes that the token stands for; none for a stop token. Read only as evidence.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The likeliest other tokens; null where the token was forced, or evidence is not wanted.</summary>
    public IReadOnlyList<AnswerAlternative>? Alternatives { get; init; }
}
