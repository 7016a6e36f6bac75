using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Metrics;

/// <summary>What a row really holds in a field and what a model says it holds.</summary>
/// <param name="Truth">The raw value of the table; <c>null</c> or unreadable where the truth is not known.</param>
/// <param name="Predicted">The value as read from the answer (<see cref="ParsedField.Text"/> of a found field); <c>null</c> where the answer could not be read.</param>
/// <param name="Confidence">The model's probability, 0 to 1, that it is right; <c>null</c> if it gives none.</param>
public sealed record FieldPrediction(string? Truth, string? Predicted, double? Confidence = null)
{
    /// <summary>The largest relative error of a price or number that still counts as right.</summary>
    public const double RelativeTolerance = 0.1;

    /// <summary>Whether the prediction counts as right: equal after folding white space for text and choices, within 10 % of the truth for numbers and prices.</summary>
    /// <param name="field">The field.</param>
    /// <returns><c>false</c> also where the prediction cannot be read or the truth is not known.</returns>
    public bool IsCorrect(AnswerField field) => JudgedPrediction.Of(field, this) is { IsCorrect: true };
}
