using System.Collections.Concurrent;
using Microsoft.ML;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Hosting.Enrichers;
using PhiVisionML.MLNet.Storage;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Enrichers;

public sealed class SwitchingEnricherTests : IDisposable
{
    private static readonly SwitchingEnricherOptions Eager = new() { CheckEvery = TimeSpan.FromTicks(1) };

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-switch-").FullName;
    private readonly FakeReleases _releases = new();
    private readonly ConcurrentDictionary<string, FakeEnricher> _made = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_change_under_load_fails_no_product_and_lets_the_old_one_go()
    {
        var adapters = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => WriteAsync($"adapter {i}")));
        await PromoteAsync(adapters[0]);
        await using var enricher = new SwitchingEnricher(_releases, Make, Eager);
        await enricher.LoadAsync(Cancellation);
        bool isOver = false;
        var answered = new ConcurrentBag<(string Sku, string Adapter)>();
        int asked = 0;

        var workers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                var batch = Products(Interlocked.Increment(ref asked), 7);
                foreach (var result in await enricher.EnrichAsync(batch, Cancellation))
                    answered.Add((result.Answer!.Text, result.Answer.Adapter));
            }
        })).ToList();
        foreach (var (fingerprint, path) in adapters.Skip(1))
        {
            await PromoteAsync((fingerprint, path));
            await Waiting.UntilAsync(() => enricher.Release?.Fingerprint == fingerprint && answered.Any(answer => answer.Adapter == fingerprint));
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(workers);

        Assert.Equal(asked * 7, answered.Count);
        Assert.Equal(answered.Count, answered.Select(answer => answer.Sku).Distinct().Count());
        Assert.Equal(adapters.Select(adapter => adapter.Fingerprint).Order(), answered.Select(answer => answer.Adapter).Distinct().Order());
        Assert.All(adapters.SkipLast(1), adapter => Assert.True(_made[adapter.Fingerprint].IsDisposed));
        Assert.False(_made[adapters[^1].Fingerprint].IsDisposed);
        await enricher.DisposeAsync();
        Assert.True(_made[adapters[^1].Fingerprint].IsDisposed);
    }

    [Fact]
    public async Task A_call_under_way_ends_on_the_adapter_that_it_began_with()
    {
        var (first, second) = (await WriteAsync("first"), await WriteAsync("second"));
        await PromoteAsync(first);
        await using var enricher = new SwitchingEnricher(_releases, Make, Eager);
        await enricher.LoadAsync(Cancellation);
        var gate = new TaskCompletionSource();
        _made[first.Fingerprint].Gate = gate.Task;

        var underWay = enricher.EnrichAsync(Products(0, 1), Cancellation);
        await PromoteAsync(second);
        await enricher.LoadAsync(Cancellation);

        Assert.Equal(second.Fingerprint, (await enricher.EnrichAsync(Products(1, 1), Cancellation))[0].Answer!.Adapter);
        Assert.False(_made[first.Fingerprint].IsDisposed);
        gate.SetResult();
        Assert.Equal(first.Fingerprint, (await underWay)[0].Answer!.Adapter);
        await Waiting.UntilAsync(() => _made[first.Fingerprint].IsDisposed);
    }

    [Fact]
    public async Task A_missing_exchanged_or_broken_adapter_leaves_the_old_one_answering_and_is_told()
    {
        var good = await WriteAsync("good");
        await PromoteAsync(good);
        await using var enricher = new SwitchingEnricher(_releases, Make, Eager);
        await enricher.LoadAsync(Cancellation);
        Assert.Null(enricher.Problem);

        await PromoteAsync(("0123456789abcdef", Path.Combine(_folder, "missing.zip")));
        await AssertProblemAsync("cannot be loaded");
        await PromoteAsync(("0123456789abcdef", good.Path));
        await AssertProblemAsync($"but there is another now, {good.Fingerprint}");
        await PromoteAsync(await WriteAsync("broken"));
        await AssertProblemAsync("There is no memory.");
        _releases.Fails = new IOException("The database is down.");
        await AssertProblemAsync("The database is down.");

        _releases.Fails = null;
        var better = await WriteAsync("better");
        await PromoteAsync(better);
        await enricher.LoadAsync(Cancellation);
        Assert.Equal((null, better.Fingerprint), (enricher.Problem, enricher.Release!.Fingerprint));

        async Task AssertProblemAsync(string problem)
        {
            await enricher.LoadAsync(Cancellation);
            Assert.Contains(problem, enricher.Problem, StringComparison.Ordinal);
            Assert.Equal(good.Fingerprint, (await enricher.EnrichAsync(Products(0, 1), Cancellation))[0].Answer!.Adapter);
        }
    }

    [Fact]
    public async Task Without_any_adapter_it_is_unavailable_until_there_is_one()
    {
        await using var enricher = new SwitchingEnricher(_releases, Make, Eager);
        Assert.Equal("No adapter was promoted yet; promote one.", (await Assert.ThrowsAsync<EnricherUnavailableException>(() => enricher.LoadAsync(Cancellation))).Message);
        await Assert.ThrowsAsync<EnricherUnavailableException>(() => enricher.EnrichAsync(Products(0, 1), Cancellation));

        var adapter = await WriteAsync("first");
        await PromoteAsync(adapter);

        Assert.Equal(adapter.Fingerprint, (await enricher.EnrichAsync(Products(0, 1), Cancellation))[0].Answer!.Adapter);
        Assert.Equal((4, 2, "prompt of " + adapter.Fingerprint), (enricher.BatchSize, enricher.MaxConcurrency, enricher.PromptVersion));
    }

    [Fact]
    public async Task Releases_are_looked_at_no_more_often_than_asked_for()
    {
        await PromoteAsync(await WriteAsync("first"));
        await using var enricher = new SwitchingEnricher(_releases, Make, new() { CheckEvery = TimeSpan.FromHours(1) });

        for (int i = 0; i < 20; i++)
            await enricher.EnrichAsync(Products(i, 1), Cancellation);

        Assert.Equal(1, _releases.Looks);
    }

    [Fact]
    public async Task Real_adapters_change_while_products_are_answered()
    {
        var context = new MLContext(seed: 1);
        string[] folders = [.. Enumerable.Range(1, 2).Select(seed => TinyShop.SaveAdapter(context, Path.Combine(_folder, $"adapter{seed}"), seed))];
        string[] fingerprints = [.. folders.Select(ModelFingerprint.OfFile)];
        Assert.NotEqual(fingerprints[0], fingerprints[1]);
        await PromoteAsync((fingerprints[0], folders[0]));
        await using var enricher = new SwitchingEnricher(_releases, (release, _) => Task.FromResult<IProductEnricher>(TransformerEnricher.Open(context, release.Path)), Eager);
        var product = TinyShop.Product("P", TinyShop.Picture("product.png"));
        var adapters = new List<string>();

        await PromoteLaterAsync();
        while (adapters[^1] != fingerprints[1] && adapters.Count < 5000)
            adapters.Add((await enricher.EnrichAsync([product], Cancellation))[0].Answer!.Adapter);

        Assert.Equal(fingerprints, adapters.Distinct());

        async Task PromoteLaterAsync()
        {
            adapters.Add((await enricher.EnrichAsync([product], Cancellation))[0].Answer!.Adapter);
            await PromoteAsync((fingerprints[1], folders[1]));
        }
    }

    private Task<AdapterRelease> PromoteAsync((string Fingerprint, string Path) adapter) => _releases.PromoteAsync(new AdapterPromotion(adapter.Fingerprint, adapter.Path), "test", Cancellation);

    private async Task<(string Fingerprint, string Path)> WriteAsync(string content)
    {
        string path = Path.Combine(_folder, content + ".zip");
        await File.WriteAllTextAsync(path, content, Cancellation);
        return (ModelFingerprint.OfFile(path), path);
    }

    private Task<IProductEnricher> Make(AdapterRelease release, CancellationToken cancellation)
        => Task.FromResult<IProductEnricher>(_made[release.Fingerprint] = new FakeEnricher(release.Fingerprint)
        {
            FailsToLoad = release.Path.EndsWith("broken.zip", StringComparison.Ordinal) ? new EnricherUnavailableException("There is no memory.") : null,
        });

    private static EnrichmentProduct[] Products(int batch, int count)
        => [.. Enumerable.Range(0, count).Select(i => new EnrichmentProduct { Sku = $"{batch}/{i}", Fields = new Dictionary<string, string?>(), Pictures = [] })];
}
