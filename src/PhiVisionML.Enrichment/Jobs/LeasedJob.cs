namespace PhiVisionML.Enrichment.Jobs;

/// <summary>A job that a worker holds for a while.</summary>
/// <param name="Id">The job.</param>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="Product">The product.</param>
/// <param name="Attempt">Which try this is, from 1; tries that ended with a lost worker are not counted.</param>
/// <param name="Lease">The fencing token: whoever has an older one writes nothing.</param>
/// <param name="IsSuspect">Whether a worker was lost with this job before, so that it has to run alone.</param>
public sealed record LeasedJob(long Id, long RunId, EnrichmentProduct Product, int Attempt, long Lease, bool IsSuspect = false);
