namespace PhiVisionML.Model.Constraints;

/// <summary>
/// A JSON schema or a regular expression holds what cannot be enforced, contradicts itself, or is too large. Nothing is ignored in
/// silence: <see cref="Refusals"/> names every such place.
/// </summary>
public sealed class GrammarRefusedException : ArgumentException
{
    /// <summary>Makes the exception with a general message.</summary>
    public GrammarRefusedException()
        : this("A grammar cannot be made from this.")
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    /// <param name="message">The sentence that says what is refused.</param>
    public GrammarRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and the cause.</summary>
    /// <param name="message">The sentence that says what is refused.</param>
    /// <param name="innerException">The cause.</param>
    public GrammarRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception from what was found.</summary>
    /// <param name="what">What was read: "The JSON schema", "The regular expression".</param>
    /// <param name="refusals">What was found in it; at least one.</param>
    internal GrammarRefusedException(string what, IReadOnlyList<GrammarRefusal> refusals)
        : base($"{what} cannot be enforced. {string.Join(' ', refusals)}")
    {
        Refusals = refusals;
    }

    /// <summary>Every place that is refused, in the order in which they were found.</summary>
    public IReadOnlyList<GrammarRefusal> Refusals { get; } = [];
}
