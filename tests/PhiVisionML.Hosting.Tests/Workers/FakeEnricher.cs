using System.Collections.Concurrent;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting.Tests.Workers;

/// <summary>Answers as a test wants; without a wish, every product is red, with a probability of 0.9.</summary>
internal sealed class FakeEnricher : IProductEnricher, IDisposable
{
    private readonly ConcurrentQueue<string[]> _calls = new();
    private int _underWay, _most;

    public int BatchSize { get; init; } = 4;

    public int MaxConcurrency { get; init; } = 1;

    public string PromptVersion => "prompt";

    public string Adapter { get; init; } = "adapter";

    public Func<CancellationToken, Task> Load { get; init; } = _ => Task.CompletedTask;

    public Func<string[], CancellationToken, Task<IReadOnlyList<EnrichmentResult>>>? Answer { get; init; }

    public bool IsDisposed { get; private set; }

    /// <summary>The SKUs of each call, in their order.</summary>
    public IReadOnlyList<string[]> Calls => [.. _calls];

    /// <summary>Most calls at once.</summary>
    public int Most => _most;

    public EnrichmentResult Red => EnrichmentResult.Of(new ProductAnswer
    {
        Text = "Color: red",
        Fields = [new("color", "red", 0.9)],
        Tokens = [new("red", 0.9)],
        Model = "model",
        Adapter = Adapter,
        PromptVersion = PromptVersion,
        PictureHash = "picture",
        PromptTokens = 10,
        OutputTokens = 2,
    });

    public Task LoadAsync(CancellationToken cancellation = default) => Load(cancellation);

    public async Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        string[] skus = [.. products.Select(product => product.Sku)];
        _calls.Enqueue(skus);
        int now = Interlocked.Increment(ref _underWay);
        for (int most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most)
        {
        }

        try
        {
            return Answer is null ? AllRed(skus) : await Answer(skus, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public IReadOnlyList<EnrichmentResult> AllRed(string[] skus) => [.. skus.Select(_ => Red)];

    public void Dispose() => IsDisposed = true;
}
