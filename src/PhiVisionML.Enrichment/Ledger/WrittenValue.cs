namespace PhiVisionML.Enrichment.Ledger;

/// <summary>The value of a field that was written last and not taken back.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
/// <param name="RunId">The run that wrote it.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Confidence">How sure the model was of it; <c>null</c> if unknown.</param>
/// <param name="Earlier">The values that the field had before: the catalog's own, and what was written over or taken back.</param>
public sealed record WrittenValue(string Sku, string Field, string Value, long RunId, string Actor, double? Confidence, IReadOnlyList<string> Earlier)
{
    /// <summary>Whether it holds over what the catalog has: unless that is a value that the ledger does not know, which its owner put there since.</summary>
    /// <param name="cell">What the catalog has now.</param>
    public bool HoldsOver(string? cell) => string.IsNullOrWhiteSpace(cell) || cell == Value || Earlier.Contains(cell);
}
