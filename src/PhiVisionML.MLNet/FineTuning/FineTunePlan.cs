using Microsoft.ML;
using PhiVisionML.MLNet.Scoring;
using PhiVisionML.Training;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>The checked options of a fine-tuning.</summary>
internal sealed record FineTunePlan
{
    /// <summary>How the result will score; its choices and limits come from the data.</summary>
    public required ScoringSettings Settings { get; init; }

    public required TrainingOptions Training { get; init; }

    public string? BaseModelPath { get; init; }

    public string? IdColumnName { get; init; }

    public IDataView? ValidationSet { get; init; }

    public double ValidationSetFraction { get; init; }

    public string? WorkspacePath { get; init; }

    public bool Augment { get; init; }

    public bool MeasureFields { get; init; }

    public int GroundingRows { get; init; }

    public int LogEveryNStep { get; init; }

    public Action<TrainingProgress>? MetricsCallback { get; init; }

    public CancellationToken Cancellation { get; init; }
}
