namespace PhiVisionML.Catalog.Reports;

/// <summary>A measure taken with the right, with shuffled and with blank pictures.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Right">With each row's own picture.</param>
/// <param name="Shuffled">With the pictures of other rows; <c>null</c> where not measured.</param>
/// <param name="Blank">With blank pictures; <c>null</c> where not measured.</param>
public sealed record GroundingRow(string Name, MetricFormat Format, double? Right, double? Shuffled, double? Blank);
