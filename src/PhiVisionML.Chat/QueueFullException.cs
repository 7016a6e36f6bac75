namespace PhiVisionML.Chat;

/// <summary>As many requests wait for the model as may; this one was not taken. Nothing is wrong with it: send it again later (HTTP: 429).</summary>
public sealed class QueueFullException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public QueueFullException()
        : base("As many requests wait for the model as may; try again later.")
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    /// <param name="message">The sentence with the number of requests that wait.</param>
    public QueueFullException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and the cause.</summary>
    /// <param name="message">The sentence with the number of requests that wait.</param>
    /// <param name="innerException">The cause.</param>
    public QueueFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
