namespace PhiVisionML.Training;

/// <summary>Why a run ended.</summary>
public enum StopReason
{
    /// <summary>All epochs or steps were done.</summary>
    Completed,

    /// <summary>Validation did not improve for as long as was allowed.</summary>
    EarlyStopped,

    /// <summary>It was cancelled, and asked to return what it had.</summary>
    Cancelled,
}
