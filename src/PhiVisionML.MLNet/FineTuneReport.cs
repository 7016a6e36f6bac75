using PhiVisionML.Training;
using PhiVisionML.Training.Grounding;

namespace PhiVisionML.MLNet;

/// <summary>How an adapter was made: saved with it as training.json.</summary>
public sealed record FineTuneReport
{
    /// <summary>The release that trained it.</summary>
    public required string Version { get; init; }

    /// <summary>The options of the trainer, the seed among them; its folders are left out.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Whether pictures were changed at random in each epoch.</summary>
    public bool Augmented { get; init; }

    /// <summary>Rows that were learned.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows of the validation; 0 without one.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows that could not be used, of both sets.</summary>
    public required IReadOnlyList<RefusedRow> RefusedRows { get; init; }

    /// <summary>Why the training ended.</summary>
    public required StopReason Stopped { get; init; }

    /// <summary>Steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The step whose weights were kept.</summary>
    public required int WeightsOfStep { get; init; }

    /// <summary>Training loss of the last step, in nats a token; null when no step was taken.</summary>
    public double? LastLoss { get; init; }

    /// <summary>All validations in order.</summary>
    public required IReadOnlyList<ValidationPoint> Validations { get; init; }

    /// <summary>
    /// Whether the model uses its pictures: loss and accuracy of each field with the right pictures, with other rows' and with
    /// blank ones. Null when it was cancelled, or there were not two rows with as many pictures.
    /// </summary>
    public GroundingReport? Grounding { get; init; }
}
