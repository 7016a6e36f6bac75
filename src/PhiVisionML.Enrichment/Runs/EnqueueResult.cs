using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>What came of queueing a catalog.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Products">Products that could be read.</param>
/// <param name="Queued">New jobs.</param>
/// <param name="Unchanged">Products that are queued or answered already, and have not changed since.</param>
/// <param name="Complete">Products that want nothing: the policy would write none of their fields.</param>
/// <param name="Rejected">Rows that give no product, and rows whose product code stood above already.</param>
/// <param name="Coverage">How many of the products have a value in each field of the template, what earlier runs wrote included.</param>
public sealed record EnqueueResult(long RunId, int Products, int Queued, int Unchanged, int Complete, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<FieldCoverage> Coverage);
