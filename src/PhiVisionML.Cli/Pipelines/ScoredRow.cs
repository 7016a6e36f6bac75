using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>One scored product.</summary>
/// <param name="ProductCode">The product's code, or its row number.</param>
/// <param name="ImagePath">Where its picture is.</param>
/// <param name="Text">The answer as the model gave it.</param>
/// <param name="Error">Why there is no answer; empty when there is one.</param>
/// <param name="Fields">For each field of the template truth, prediction and confidence.</param>
internal sealed record ScoredRow(string ProductCode, string ImagePath, string Text, string Error, IReadOnlyDictionary<string, FieldPrediction> Fields);
