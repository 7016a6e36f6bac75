namespace PhiVisionML.Catalog.Reports;

/// <summary>A product with its truth and what the model said.</summary>
/// <param name="ProductCode">What the catalog calls it.</param>
/// <param name="PicturePath">The picture's file; a thumbnail of it is embedded. <c>null</c> or unreadable shows an empty frame.</param>
/// <param name="Fields">The fields in the template's order.</param>
/// <param name="AnswerBefore">The raw answer before fine-tuning, if there is one to compare with.</param>
public sealed record ReportProduct(string ProductCode, string? PicturePath, IReadOnlyList<ReportField> Fields, string? AnswerBefore = null);
