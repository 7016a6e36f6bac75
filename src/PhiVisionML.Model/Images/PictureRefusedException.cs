namespace PhiVisionML.Model.Images;

/// <summary>
/// A picture cannot be used: its bytes are no picture, it is cut off, too large or too thin.
/// The message is a sentence with the numbers and, where there is one, the remedy.
/// </summary>
public sealed class PictureRefusedException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public PictureRefusedException()
        : base("The picture cannot be used.")
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    /// <param name="message">The sentence that says why the picture is refused.</param>
    public PictureRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and the cause.</summary>
    /// <param name="message">The sentence that says why the picture is refused.</param>
    /// <param name="innerException">The cause.</param>
    public PictureRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
