namespace PhiVisionML.Catalog.Reports;

/// <summary>A field of a product.</summary>
/// <param name="Name">The field.</param>
/// <param name="Truth">What the catalog says; <c>null</c> if it is not known.</param>
/// <param name="Predicted">What the model said; <c>null</c> if it could not be read.</param>
/// <param name="IsCorrect">Whether the prediction counts as right; without a meaning where the truth is not known.</param>
/// <param name="Confidence">The model's probability, 0 to 1; <c>null</c> if it gives none.</param>
public sealed record ReportField(string Name, string? Truth, string? Predicted, bool IsCorrect, double? Confidence = null);
