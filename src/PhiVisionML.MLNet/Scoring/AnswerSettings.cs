using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>The template that answers are read with; saved with the model.</summary>
internal sealed record AnswerSettings
{
    /// <summary>The template's source.</summary>
    public required string Template { get; init; }

    /// <summary>Whether only answers of the template can be generated.</summary>
    public required bool IsConstrained { get; init; }

    /// <summary>What follows a field's name in the name of its column.</summary>
    public required string FieldColumnSuffix { get; init; }

    /// <summary>What follows a field's name in the name of its confidence's column; null leaves these columns out.</summary>
    public string? ConfidenceColumnSuffix { get; init; }

    /// <summary>The values of each choice field.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Choices { get; init; }

    public required AnswerLimits Limits { get; init; }
}
