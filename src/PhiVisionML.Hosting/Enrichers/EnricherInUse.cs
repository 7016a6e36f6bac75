using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Releases;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>An enricher that is let go when it is no longer wanted and the last call of it has ended.</summary>
/// <param name="release">Whose adapter it has.</param>
/// <param name="enricher">The enricher; disposed with this.</param>
internal sealed class EnricherInUse(AdapterRelease release, IProductEnricher enricher) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(enricher.MaxConcurrency);
    private int _holders = 1;

    public AdapterRelease Release => release;

    public IProductEnricher Enricher => enricher;

    /// <summary>Holds it for a call. Whoever hands it out keeps it from being let go meanwhile.</summary>
    public EnricherInUse Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Ends a hold, or the first one: that it is wanted. The last to end lets the enricher go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        await LetGoAsync(enricher).ConfigureAwait(false);
        _places.Dispose();
    }

    /// <summary>Lets it go through any number of products, in calls of the size that it takes and no more at once than it takes.</summary>
    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        var results = new List<EnrichmentResult>(products.Count);
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            foreach (var batch in products.Chunk(enricher.BatchSize))
                results.AddRange(await enricher.EnrichAsync(batch, cancellation).ConfigureAwait(false));
        }
        finally
        {
            _places.Release();
        }

        return results;
    }

    /// <summary>Disposes an enricher in the way that it knows.</summary>
    public static async ValueTask LetGoAsync(IProductEnricher enricher)
    {
        if (enricher is IAsyncDisposable later)
            await later.DisposeAsync().ConfigureAwait(false);
        else
            (enricher as IDisposable)?.Dispose();
    }
}
