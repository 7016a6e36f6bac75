namespace PhiVisionML.Enrichment.Ledger;

/// <summary>The value of a field that was written last and not taken back.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
/// <param name="RunId">The run that wrote it.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Confidence">How sure the model was of it; <c>null</c> if unknown.</param>
public sealed record WrittenValue(string Sku, string Field, string Value, long RunId, string Actor, double? Confidence);
