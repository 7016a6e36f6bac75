namespace PhiVisionML.Enrichment.Ledger;

/// <summary>The value of a field by the ledger's newest entry about it.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value; <c>null</c> if it was empty before a change that was taken back.</param>
/// <param name="RunId">The run that wrote it.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Confidence">How sure the model was of it; <c>null</c> if unknown.</param>
/// <param name="IsReverted">Whether the newest entry took a change back.</param>
public sealed record WrittenValue(string Sku, string Field, string? Value, long RunId, string Actor, double? Confidence, bool IsReverted);
