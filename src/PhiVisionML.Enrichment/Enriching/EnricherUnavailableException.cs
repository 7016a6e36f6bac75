namespace PhiVisionML.Enrichment.Enriching;

/// <summary>Nobody can answer now, whatever the product: a server is down, a limit is reached, a model file is missing. Jobs are given back and nothing is counted.</summary>
/// <param name="message">What is wrong, and the remedy.</param>
/// <param name="cause">What it was found by.</param>
/// <param name="retryAfter">When it is worth another try; <c>null</c> if unknown.</param>
public sealed class EnricherUnavailableException(string message, Exception? cause = null, TimeSpan? retryAfter = null) : Exception(message, cause)
{
    /// <summary>When it is worth another try; <c>null</c> if unknown.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
