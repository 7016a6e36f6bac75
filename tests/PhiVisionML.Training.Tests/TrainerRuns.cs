using PhiVisionML.Training.Samples;

namespace PhiVisionML.Training.Tests;

/// <summary>Runs of a trainer as tests need them.</summary>
internal static class TrainerRuns
{
    /// <summary>Trains; nobody cancels but <paramref name="cancel"/>.</summary>
    public static TrainingResult Run(this Trainer trainer, ISampleSource rows, ISampleSource? validation = null, IProgress<TrainingProgress>? progress = null, CancelAt? cancel = null)
        => trainer.Train(rows, validation, progress ?? cancel, cancel?.Token ?? CancellationToken.None);
}
