namespace PhiVisionML.Training;

/// <summary>What a run does when it is cancelled; in both cases the last complete step goes into a checkpoint first, where there is a folder.</summary>
public enum CancellationBehavior
{
    /// <summary>Throws <see cref="OperationCanceledException"/>.</summary>
    Throw,

    /// <summary>Ends as if that had been the last step, and says so in the result.</summary>
    ReturnCurrent,
}
