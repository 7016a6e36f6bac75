namespace PhiVisionML.Model.Generation;

/// <summary>A token that could have been chosen in place of another one.</summary>
/// <param name="Id">Vocabulary id.</param>
/// <param name="LogProbability">As <see cref="GeneratedToken.LogProbability"/>.</param>
public readonly record struct TokenAlternative(int Id, float LogProbability);
