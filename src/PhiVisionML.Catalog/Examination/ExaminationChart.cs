namespace PhiVisionML.Catalog.Examination;

/// <summary>A bar chart.</summary>
/// <param name="Id">A stable name for machines, such as <c>class_balance</c>.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Title">What the bars count.</param>
/// <param name="Bars">The bars in the order to show.</param>
/// <param name="Caption">How to read it, in a sentence; <c>null</c> where the title says it all.</param>
public sealed record ExaminationChart(string Id, FindingTopic Topic, string Title, IReadOnlyList<ExaminationBar> Bars, string? Caption = null);
