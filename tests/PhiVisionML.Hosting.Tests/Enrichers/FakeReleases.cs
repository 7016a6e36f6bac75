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

    public Task<AdapterRelease> PromoteAsync(string fingerprint, string path, string actor, CancellationToken cancellation = default)
        => Task.FromResult(Current = new AdapterRelease(++_id, fingerprint, path, DateTimeOffset.UnixEpoch, actor));

    public Task<AdapterRelease?> RollBackAsync(string actor, CancellationToken cancellation = default) => throw new NotSupportedException();
}
