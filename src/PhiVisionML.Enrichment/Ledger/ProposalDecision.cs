namespace PhiVisionML.Enrichment.Ledger;

/// <summary>What a reviewer decides.</summary>
/// <param name="ProposalId">The proposal.</param>
/// <param name="Accept">Whether a value is written; otherwise the proposal is dropped.</param>
/// <param name="Value">The value to write in place of the proposed one; <c>null</c> for the proposed one.</param>
public sealed record ProposalDecision(long ProposalId, bool Accept, string? Value = null);
