namespace PhiVisionML.Enrichment.Stores;

/// <summary>The database cannot be used for now: it is away, restarting, locked or its disk is full. Nothing of the call was written unless the message says that this is unknown; it is worth another try later.</summary>
/// <param name="message">What is wrong, and the remedy.</param>
/// <param name="cause">What the database's driver says.</param>
public sealed class EnrichmentStoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
