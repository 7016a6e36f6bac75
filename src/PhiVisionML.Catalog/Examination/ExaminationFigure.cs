namespace PhiVisionML.Catalog.Examination;

/// <summary>A number that the examination brought out.</summary>
/// <param name="Id">A stable name for machines, such as <c>price_baseline_mae</c>.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Label">What it is, for people.</param>
/// <param name="Value">The number, in the unit that the label or text names.</param>
/// <param name="Text">The number as people read it.</param>
/// <param name="Explanation">A few words more; <c>null</c> where the label says it all.</param>
public sealed record ExaminationFigure(string Id, FindingTopic Topic, string Label, double Value, string Text, string? Explanation = null);
