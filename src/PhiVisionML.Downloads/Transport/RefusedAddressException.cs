namespace PhiVisionML.Downloads.Transport;

/// <summary>A URL or a redirect leads where downloads may not go; asking again would not help.</summary>
public sealed class RefusedAddressException : Exception
{
    /// <summary>A refusal without a reason.</summary>
    public RefusedAddressException() { }

    /// <summary>A refusal and its reason.</summary>
    /// <param name="message">What was refused and why.</param>
    public RefusedAddressException(string message) : base(message) { }

    /// <summary>A refusal that another error led to.</summary>
    /// <param name="message">What was refused and why.</param>
    /// <param name="innerException">The other error.</param>
    public RefusedAddressException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Whether the host was refused because all its addresses are private; <c>false</c> for all other reasons.</summary>
    public bool IsPrivate { get; internal init; }
}
