namespace PhiVisionML.Enrichment.Releases;

/// <summary>An adapter was not put in force: jobs wait that do not carry the columns that it is asked with, so that it could not answer them.</summary>
/// <param name="message">The sentence.</param>
public sealed class WaitingJobsException(string message) : InvalidOperationException(message);
