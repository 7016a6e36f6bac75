using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Enrichment.Ledger;

/// <summary>A stored proposal.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Field">The field.</param>
/// <param name="Current">What the catalog had when the job was made; <c>null</c> if it was empty.</param>
/// <param name="Proposed">What the model says.</param>
/// <param name="Confidence">How sure that is, 0 to 1; <c>null</c> if unknown.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Value">What was written, if something was: the proposed value or the reviewer's.</param>
/// <param name="DecidedBy">The reviewer who decided; <c>null</c> if the policy did, or nobody has yet.</param>
public sealed record Proposal(long Id, string Field, string? Current, string Proposed, double? Confidence, ProposalState State, string? Value, string? DecidedBy);
