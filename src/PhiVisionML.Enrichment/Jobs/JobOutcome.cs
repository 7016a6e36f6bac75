namespace PhiVisionML.Enrichment.Jobs;

/// <summary>How the newest job of a product stands.</summary>
/// <param name="Sku">The product.</param>
/// <param name="State">Where the job stands.</param>
/// <param name="Error">Why it failed last; <c>null</c> if it did not.</param>
/// <param name="PendingFields">Fields that wait for a reviewer.</param>
public sealed record JobOutcome(string Sku, JobState State, string? Error, int PendingFields);
