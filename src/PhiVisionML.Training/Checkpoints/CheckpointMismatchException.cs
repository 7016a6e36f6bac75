namespace PhiVisionML.Training.Checkpoints;

/// <summary>A folder holds a checkpoint that this run cannot go on from.</summary>
public sealed class CheckpointMismatchException : Exception
{
    /// <summary>Says what differs.</summary>
    /// <param name="message">The difference and the remedy.</param>
    /// <param name="inner">What was met on reading it; null where the checkpoint is whole but another run's.</param>
    public CheckpointMismatchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
