using PhiVisionML.MLNet.Batching;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>How a transformer scores; checked when it is made and saved with the model. The device is no part of it.</summary>
internal sealed record ScoringSettings
{
    /// <summary>The columns of pictures; every row has one in the first.</summary>
    public required IReadOnlyList<string> ImageColumnNames { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>The column of prompts; either this or <see cref="PromptTemplate"/> is given.</summary>
    public string? PromptColumnName { get; init; }

    /// <summary>The text that prompts are made from.</summary>
    public string? PromptTemplate { get; init; }

    public required string OutputColumnName { get; init; }

    public string? ScoreColumnName { get; init; }

    public string? TokenCountColumnName { get; init; }

    public string? ErrorColumnName { get; init; }

    /// <summary>Whether there are columns of evidence.</summary>
    public bool HasEvidence { get; init; }

    /// <summary>The template of answers; null for plain text.</summary>
    public AnswerSettings? Answer { get; init; }

    public required PictureSettings Pictures { get; init; }

    public ModelPrecision Precision { get; init; }

    public required GenerationSettings Generation { get; init; }

    public required BatchSettings Batching { get; init; }
}
