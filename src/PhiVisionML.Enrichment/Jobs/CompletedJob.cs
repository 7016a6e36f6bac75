using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Enrichment.Jobs;

/// <summary>A job with its result.</summary>
/// <param name="Job">The job as it was claimed.</param>
/// <param name="Answer">What the model said, with the evidence.</param>
/// <param name="Proposals">What the policy makes of it: at most one for a field.</param>
public sealed record CompletedJob(LeasedJob Job, ProductAnswer Answer, IReadOnlyList<FieldProposal> Proposals);
