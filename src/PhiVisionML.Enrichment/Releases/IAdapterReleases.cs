namespace PhiVisionML.Enrichment.Releases;

/// <summary>Which adapter workers answer with; they look between batches, so that a change needs no restart.</summary>
public interface IAdapterReleases
{
    /// <summary>The adapter in force; <c>null</c> if none was ever promoted.</summary>
    Task<AdapterRelease?> GetCurrentAsync(CancellationToken cancellation = default);

    /// <summary>All promotions, the newest first.</summary>
    Task<IReadOnlyList<AdapterRelease>> GetHistoryAsync(CancellationToken cancellation = default);

    /// <summary>Puts an adapter in force. Jobs that wait are its own from now on, and are known by it: a product that it has answered already is not queued again.</summary>
    /// <returns>The promotion; the one in force if it is this adapter's already.</returns>
    Task<AdapterRelease> PromoteAsync(string fingerprint, string path, string actor, CancellationToken cancellation = default);

    /// <summary>Puts the adapter in force that was so before the present one.</summary>
    /// <returns>Its new promotion; <c>null</c> if there was none before.</returns>
    Task<AdapterRelease?> RollBackAsync(string actor, CancellationToken cancellation = default);
}
