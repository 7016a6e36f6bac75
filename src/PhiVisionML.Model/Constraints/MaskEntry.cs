namespace PhiVisionML.Model.Constraints;

/// <summary>The tokens that may follow a state when the budget does not matter.</summary>
/// <param name="Words">One bit for each id.</param>
/// <param name="MostTokensAfter">The largest <see cref="DfaState.MinTokens"/> after any of them: with at least that many tokens left, the budget does not matter.</param>
internal sealed record MaskEntry(ulong[] Words, int MostTokensAfter);
