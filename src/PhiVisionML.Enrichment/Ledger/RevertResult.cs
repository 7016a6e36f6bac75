namespace PhiVisionML.Enrichment.Ledger;

/// <summary>What taking a run back did.</summary>
/// <param name="Reverted">Values that were put back.</param>
/// <param name="ChangedLater">Values that somebody changed after the run, and that stay.</param>
public sealed record RevertResult(int Reverted, int ChangedLater);
