namespace PhiVisionML.Catalog.Splits;

/// <summary>What is in one part of a split.</summary>
/// <param name="Part">What the part is called.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Families">Its families.</param>
public sealed record PartCount(string Part, int Rows, int Families);
