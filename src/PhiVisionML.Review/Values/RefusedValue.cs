namespace PhiVisionML.Review.Values;

/// <summary>A value that does not fit its field.</summary>
/// <param name="ProposalId">The proposal that it was to replace.</param>
/// <param name="Text">What was written.</param>
/// <param name="Fault">What is wrong with it, as a sentence.</param>
internal sealed record RefusedValue(long ProposalId, string Text, string Fault);
