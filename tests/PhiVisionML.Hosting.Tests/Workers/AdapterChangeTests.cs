using System.Collections.Concurrent;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Hosting.Enrichers;
using PhiVisionML.MLNet.Storage;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

public sealed class AdapterChangeTests : WorkerTest
{
    [Fact]
    public async Task Adapters_are_changed_and_rolled_back_under_load_without_a_failed_or_a_lost_job()
    {
        const int steps = 8, portion = 40;
        string[] fingerprints = [.. new[] { "one", "two" }.Select(Adapter)];
        var opened = new ConcurrentQueue<FakeEnricher>();
        await Database.Releases.PromoteAsync(new(fingerprints[0], PathOf("one")), "test");
        await using var switching = new SwitchingEnricher(
            Database.Releases,
            (release, _) =>
            {
                var red = new FakeEnricher { Adapter = release.Fingerprint };
                var enricher = new FakeEnricher
                {
                    Adapter = release.Fingerprint,
                    MaxConcurrency = 2,
                    Answer = async (skus, cancellation) =>
                    {
                        await Task.Delay(5, cancellation);
                        return red.AllRed(skus);
                    },
                };
                opened.Enqueue(enricher);
                return Task.FromResult<IProductEnricher>(enricher);
            },
            new SwitchingEnricherOptions { CheckEvery = TimeSpan.FromMilliseconds(1) });
        await StartAsync(switching);

        int products = 0;
        bool isOver = false;
        var load = LoadAsync();
        for (int step = 1; step <= steps; step++)
        {
            await UntilAsync(() => opened.Count == step && opened.Last().Calls.Count > 0);
            string next = fingerprints[step % 2];
            var release = step % 2 == 1 ? await Database.Releases.PromoteAsync(new(next, PathOf("two")), "test") : await Database.Releases.RollBackAsync("test");
            Assert.Equal(next, release!.Fingerprint);
        }

        await UntilAsync(() => opened.Count == steps + 1 && opened.Last().Calls.Count > 0);
        isOver = true;
        await load;
        Assert.Equal(new JobCounts(0, 0, products, 0), await EmptyAsync());
        Assert.Equal(Skus(products).Order(), await StoredAsync());
        Assert.Equal(products, opened.Sum(enricher => enricher.Calls.Sum(skus => skus.Length)));
        Assert.Equal(Enumerable.Range(0, steps + 1).Select(step => fingerprints[step % 2]), opened.Select(enricher => enricher.Adapter));
        await UntilAsync(() => opened.Count(enricher => !enricher.IsDisposed) == 1);

        var answers = await Database.Ledger.GetReviewAsync(new ReviewFilter { State = null }, 0, products);
        var by = opened.SelectMany(enricher => enricher.Calls.SelectMany(skus => skus.Select(sku => (sku, enricher.Adapter)))).ToDictionary();
        Assert.Equal(products, answers.Count);
        Assert.All(answers, item => Assert.Equal(by[item.Product.Sku], item.Answer.Adapter));

        // There is always something to do.
        async Task LoadAsync()
        {
            for (; !isOver; await Task.Delay(5))
            {
                if ((await Jobs.CountAsync(null)).Ready >= portion)
                    continue;
                await EnqueueAsync(portion, first: products + 1);
                products += portion;
            }
        }
    }

    private string Adapter(string name)
    {
        File.WriteAllText(PathOf(name), name);
        return ModelFingerprint.OfFile(PathOf(name));
    }

    private string PathOf(string name) => Path.Combine(Folder, name + ".zip");
}
