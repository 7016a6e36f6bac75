namespace PhiVisionML.Enrichment.Ledger;

/// <summary>The value of a field that was written last and not taken back.</summary>
/// <param name="Sku">The product.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
/// <param name="RunId">The run that wrote it.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Confidence">How sure the model was of it; <c>null</c> if unknown.</param>
/// <param name="CatalogValue">What the catalog had itself when it was written over for the first time; <c>null</c> if it was empty.</param>
public sealed record WrittenValue(string Sku, string Field, string Value, long RunId, string Actor, double? Confidence, string? CatalogValue);
