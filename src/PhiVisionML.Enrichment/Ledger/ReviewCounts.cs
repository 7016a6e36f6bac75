namespace PhiVisionML.Enrichment.Ledger;

/// <summary>How many proposals of a field stand where.</summary>
/// <param name="Field">The field.</param>
/// <param name="Pending">Waiting for a reviewer.</param>
/// <param name="Accepted">Written.</param>
/// <param name="Rejected">Dropped.</param>
/// <param name="Reverted">Written and taken back.</param>
public sealed record ReviewCounts(string Field, long Pending, long Accepted, long Rejected, long Reverted);
