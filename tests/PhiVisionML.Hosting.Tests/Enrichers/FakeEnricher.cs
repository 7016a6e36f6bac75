using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Tests.Enrichers;

/// <summary>Answers with its adapter's name, and throws whatever is asked of it after it was let go.</summary>
internal sealed class FakeEnricher(string adapter, int batchSize = 4, int maxConcurrency = 2) : IProductEnricher, IDisposable
{
    private int _underWay;
    private bool _isDisposed;

    public int BatchSize => batchSize;

    public int MaxConcurrency => maxConcurrency;

    public string PromptVersion => "prompt of " + adapter;

    public Exception? FailsToLoad { get; init; }

    public Task Gate { get; set; } = Task.CompletedTask;

    public int Calls { get; private set; }

    public bool IsDisposed => _isDisposed;

    public Task LoadAsync(CancellationToken cancellation = default) => FailsToLoad is null ? Task.CompletedTask : Task.FromException(FailsToLoad);

    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (products.Count > batchSize || Interlocked.Increment(ref _underWay) > maxConcurrency)
            throw new InvalidOperationException("Too many at once.");
        Calls++;
        await Gate.WaitAsync(cancellation);
        await Task.Delay(1, cancellation);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Interlocked.Decrement(ref _underWay);
        return [.. products.Select(product => EnrichmentResult.Of(new ProductAnswer { Text = product.Sku, Fields = [], Model = "", Adapter = adapter, PromptVersion = PromptVersion, PictureHash = "" }))];
    }

    public void Dispose() => _isDisposed = true;
}
