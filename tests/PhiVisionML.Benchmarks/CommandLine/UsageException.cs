namespace PhiVisionML.Benchmarks.CommandLine;

/// <summary>The command line asks for something that does not exist; the message says what does.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UsageException(string message)
        : base(message)
    {
    }
}
