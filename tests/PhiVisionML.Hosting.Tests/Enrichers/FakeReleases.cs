using PhiVisionML.Enrichment.Releases;

namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>Releases in memory.</summary>
internal sealed class FakeReleases : IAdapterReleases
{
    private long _id;

    public volatile AdapterRelease? Current;

    public Exception? Fails { get; set; }

    public int Looks { get; private set; }

    public Task<AdapterRelease?> GetCurrentAsync(CancellationToken cancellation = default)
    {
        Looks++;
        return Fails is null ? Task.FromResult(Current) : Task.FromException<AdapterRelease?>(Fails);
    }

    public Task<IReadOnlyList<AdapterRelease>> GetHistoryAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<AdapterRelease> PromoteAsync(AdapterPromotion adapter, string actor, CancellationToken cancellation = default)
        => Task.FromResult(Current = new AdapterRelease(++_id, adapter.Fingerprint, adapter.Path, DateTimeOffset.UnixEpoch, actor));

    public Task<AdapterRelease?> RollBackAsync(string actor, bool isForced = false, CancellationToken cancellation = default) => throw new NotSupportedException();
}
