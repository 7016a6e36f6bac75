namespace PhiVisionML.Catalog.Examination;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What is counted.</param>
/// <param name="Value">How many.</param>
/// <param name="IsFlagged">Whether it is one that a finding is about.</param>
public sealed record ExaminationBar(string Label, double Value, bool IsFlagged = false);
