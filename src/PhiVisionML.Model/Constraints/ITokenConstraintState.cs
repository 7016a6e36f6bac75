namespace PhiVisionML.Model.Constraints;

/// <summary>How far one answer has come.</summary>
public interface ITokenConstraintState
{
    /// <summary>Whether the answer may end here.</summary>
    bool CanStop { get; }

    /// <summary>Sets a bit for each token that may come next.</summary>
    /// <param name="mask">One bit per vocabulary id; overwritten.</param>
    /// <param name="remainingTokens">Tokens left for the answer.</param>
    void FillMask(Span<ulong> mask, int remainingTokens);

    /// <summary>Takes a token.</summary>
    /// <returns>False, with nothing changed, when it may not come next.</returns>
    bool TryAccept(int token);
}
