namespace PhiVisionML.Model.Generation;

/// <summary>One token of an answer as it appears.</summary>
/// <param name="Row">Index of the request in its batch.</param>
/// <param name="Id">Vocabulary id.</param>
/// <param name="LogProbability">
/// Natural logarithm of the model's probability for the token at temperature 1, among the tokens that the constraint allows
/// (all tokens where there is none); 0 for a token that is forced.
/// </param>
/// <param name="Text">Text that is finished with this token; may be empty, or hold text that earlier tokens began.</param>
public readonly record struct GeneratedToken(int Row, int Id, float LogProbability, string Text)
{
    private readonly IReadOnlyList<TokenAlternative>? _alternatives;

    /// <summary>The likeliest tokens beside this one among those that were allowed, the likeliest first: at most <see cref="GenerationOptions.Alternatives"/>; none for a token that is forced.</summary>
    public IReadOnlyList<TokenAlternative> Alternatives
    {
        get => _alternatives ?? [];
        init => _alternatives = value;
    }
}
