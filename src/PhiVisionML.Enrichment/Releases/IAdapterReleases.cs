namespace PhiVisionML.Enrichment.Releases;

/// <summary>Which adapter workers answer with; they look between batches, so that a change needs no restart.</summary>
public interface IAdapterReleases
{
    /// <summary>The adapter in force; <c>null</c> if none was ever promoted.</summary>
    Task<AdapterRelease?> GetCurrentAsync(CancellationToken cancellation = default);

    /// <summary>All promotions, the newest first.</summary>
    Task<IReadOnlyList<AdapterRelease>> GetHistoryAsync(CancellationToken cancellation = default);

    /// <summary>Puts an adapter in force. Jobs that wait are its own from now on, and are known by it: a product that it has answered already is not queued again.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="actor">Who promotes it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The promotion; the one in force if it is this adapter's already.</returns>
    /// <exception cref="WaitingJobsException">Jobs wait that it could not answer.</exception>
    Task<AdapterRelease> PromoteAsync(AdapterPromotion adapter, string actor, CancellationToken cancellation = default);

    /// <summary>Puts the adapter in force that the present one took the place of; done again, the one before that.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="isForced">Whether it is done although jobs wait that the adapter cannot answer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its new promotion; <c>null</c> if there was none before.</returns>
    /// <exception cref="WaitingJobsException">Jobs wait that it could not answer.</exception>
    Task<AdapterRelease?> RollBackAsync(string actor, bool isForced = false, CancellationToken cancellation = default);
}
