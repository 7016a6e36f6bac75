namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>A checkpoint cannot be pulled; the message says why and what to do. What was fetched is kept.</summary>
public sealed class PullException : Exception
{
    /// <summary>A failure without a reason.</summary>
    public PullException() { }

    /// <summary>A failure and its reason.</summary>
    /// <param name="message">What happened and what to do.</param>
    public PullException(string message) : base(message) { }

    /// <summary>A failure that another error led to.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The other error.</param>
    public PullException(string message, Exception innerException) : base(message, innerException) { }
}
