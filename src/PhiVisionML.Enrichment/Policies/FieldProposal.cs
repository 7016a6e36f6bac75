namespace PhiVisionML.Enrichment.Policies;

/// <summary>A value that an answer proposes for a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Current">What the catalog had when the job was made; <c>null</c> if it was empty.</param>
/// <param name="Proposed">What the model says.</param>
/// <param name="Confidence">How sure that is, 0 to 1, after the policy's curve; <c>null</c> if unknown.</param>
/// <param name="State">What the policy decides: pending, accepted or rejected.</param>
public sealed record FieldProposal(string Field, string? Current, string Proposed, double? Confidence, ProposalState State);
