namespace PhiVisionML.Model.Generation;

/// <summary>What a sampler chose.</summary>
/// <param name="Id">Vocabulary id.</param>
/// <param name="LogProbability">At temperature 1 among the allowed tokens.</param>
/// <param name="Alternatives">The likeliest other tokens, the likeliest first; empty if nobody asks for them.</param>
internal readonly record struct SampledToken(int Id, float LogProbability, IReadOnlyList<TokenAlternative> Alternatives);
