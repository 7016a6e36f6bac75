namespace PhiVisionML.Catalog.Reports;

/// <summary>The check whether a model looks at its pictures: it should fare worse with the pictures of other rows, and with blank ones.</summary>
/// <param name="LooksAtPictures">The outcome.</param>
/// <param name="Verdict">The outcome in a sentence.</param>
/// <param name="Rows">The measures behind it.</param>
public sealed record ReportGrounding(bool LooksAtPictures, string Verdict, IReadOnlyList<GroundingRow> Rows);
