namespace PhiVisionML.MLNet.Scoring;

/// <summary>A token that could have stood in place of another one.</summary>
/// <param name="Bytes">The bytes that it stands for; null for one that ends the answer.</param>
/// <param name="LogProbability">As <see cref="AnswerToken.LogProbability"/>.</param>
internal readonly record struct AnswerAlternative(ReadOnlyMemory<byte>? Bytes, float LogProbability);
