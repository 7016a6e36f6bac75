namespace PhiVisionML.Catalog.Splits;

/// <summary>How one category is spread over the parts.</summary>
/// <param name="Category">The category; empty for rows without one.</param>
/// <param name="Parts">The rows and families that each part has of it, in the order of <see cref="SplitReport.Parts"/>.</param>
public sealed record SplitStratum(string Category, IReadOnlyList<PartCount> Parts);
