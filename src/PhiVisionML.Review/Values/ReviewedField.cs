using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Review.Values;

/// <summary>A proposal with all that its part of the page shows.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Field">The template's field; null if it has none of this name.</param>
/// <param name="Answered">The field of the answer; null if it has none of this name.</param>
/// <param name="Offers">Values that are offered while it is edited.</param>
/// <param name="Fits">Whether it is what the reviewer looks for.</param>
/// <param name="Refusal">What is wrong with what was written; null if nothing is.</param>
internal sealed record ReviewedField(Proposal Proposal, AnswerField? Field, AnsweredField? Answered, IReadOnlyList<string> Offers, bool Fits, RefusedValue? Refusal)
{
    public bool IsPending => Proposal.State == ProposalState.Pending;
}
