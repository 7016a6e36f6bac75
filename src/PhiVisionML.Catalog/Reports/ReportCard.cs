namespace PhiVisionML.Catalog.Reports;

/// <summary>A headline figure.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The figure, as it is to be read.</param>
/// <param name="Detail">A few words more, such as what it was before.</param>
public sealed record ReportCard(string Label, string Value, string? Detail = null);
