namespace PhiVisionML.Enrichment.Runs;

/// <summary>Products that were queued together.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Settings">What it is to do.</param>
public sealed record EnrichmentRun(long Id, DateTimeOffset StartedAt, EnrichmentRunSettings Settings);
