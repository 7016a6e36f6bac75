namespace PhiVisionML.Training.Tests;

/// <summary>Collects reports as they come, on the caller's thread.</summary>
internal sealed class ProgressList : List<TrainingProgress>, IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => Add(value);
}
