using System.Net;

namespace PhiVisionML.Downloads.Transport;

/// <summary>A server answered with a status that brings no content.</summary>
public sealed class UnsuccessfulAnswerException : Exception
{
    /// <summary>An answer without details.</summary>
    public UnsuccessfulAnswerException() { }

    /// <summary>An answer described by a sentence.</summary>
    /// <param name="message">Which server answered what.</param>
    public UnsuccessfulAnswerException(string message) : base(message) { }

    /// <summary>An answer that another error led to.</summary>
    /// <param name="message">Which server answered what.</param>
    /// <param name="innerException">The other error.</param>
    public UnsuccessfulAnswerException(string message, Exception innerException) : base(message, innerException) { }

    internal UnsuccessfulAnswerException(HttpResponseMessage response, TimeProvider clock)
        : base($"{(response.RequestMessage?.RequestUri is { } url ? $"'{WebAddress.Shown(url)}'" : "The server")} answered {(int)response.StatusCode} {response.ReasonPhrase}.")
    {
        Status = response.StatusCode;
        RetryAfter = response.Headers.RetryAfter is not { } header ? null
            // By the server's own clock, if it tells the time.
            : header.Delta ?? (header.Date is { } date ? date - (response.Headers.Date ?? clock.GetUtcNow()) : null);
    }

    /// <summary>The status.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>How long the server asks to wait, if it does; negative if the moment has passed.</summary>
    public TimeSpan? RetryAfter { get; }
}
