using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Pages;

/// <summary>What the list shows.</summary>
/// <param name="Runs">All runs, the newest first.</param>
/// <param name="Counts">Progress of the run that is looked at, or of all.</param>
/// <param name="Items">The products of the page.</param>
/// <param name="HasMore">Whether others follow.</param>
internal sealed record ReviewList(IReadOnlyList<EnrichmentRun> Runs, IReadOnlyList<ReviewCounts> Counts, IReadOnlyList<ReviewItem> Items, bool HasMore);
