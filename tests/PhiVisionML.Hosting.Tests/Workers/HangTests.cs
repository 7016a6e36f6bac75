using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Workers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

/// <summary>An enricher that neither answers nor fails.</summary>
public sealed class HangTests : WorkerTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly TaskCompletionSource _answer = new();
    private readonly FakeEnricher _red = new();

    [Fact]
    public async Task A_batch_that_takes_too_long_is_given_up_said_once_and_told_to_whoever_watches()
    {
        await EnqueueAsync(12);
        using var enricher = new FakeEnricher { Answer = DeafAsync };
        var (host, log) = await StartHangingAsync(enricher);
        await CountAsync(counts => counts.Leased == 8);   // the second batch waits for its turn
        var (asked, renewals) = (new List<int>(), 0);
        Store.Renewing = jobs =>
        {
            lock (asked)
                asked.Add(jobs.Count);
            renewals++;
        };

        await AdvanceAsync(Limit - TimeSpan.FromMinutes(4));
        Assert.All(asked, count => Assert.Equal(8, count));
        Assert.NotEmpty(asked);
        Assert.Equal(HealthStatus.Healthy, await LiveAsync(host));

        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await CountAsync(counts => counts.Leased == 4);   // what waited is given back
        int before = renewals;
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(before, renewals);
        Assert.Equal(new JobCounts(8, 4, 0, 0), await Jobs.CountAsync(null));   // no others are taken
        Assert.Single(enricher.Calls);
        var report = await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.LiveTag);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("the 1200 s that are allowed", report.Description, StringComparison.Ordinal);
        Assert.Equal((report.Status, report.Description), await ReadyAsync(host));
        var line = Assert.Single(log.GetSnapshot().Where(line => line.Level == LogLevel.Error && line.Category == typeof(EnrichmentWorker).FullName).Select(line => line.Message));
        Assert.Matches("a batch of 4 products, 'p001' the first of them, for 00:2.*; 00:20:00 are allowed", line);
        _answer.SetResult();
    }

    [Fact]
    public async Task A_worker_whose_enricher_answers_after_all_drops_the_answer_and_goes_on()
    {
        await EnqueueAsync(8);
        using var enricher = new FakeEnricher { Answer = (skus, cancellation) => _answer.Task.IsCompleted ? Task.FromResult(_red.AllRed(skus)) : DeafAsync(skus, cancellation) };
        var (host, _) = await StartHangingAsync(enricher);
        await CountAsync(counts => counts.Leased == 8);
        await AdvanceAsync(2 * Limit);
        Assert.Equal(HealthStatus.Unhealthy, await LiveAsync(host));

        _answer.SetResult();
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await CountAsync(counts => counts.Done == 4);
        Assert.Equal(["p005", "p006", "p007", "p008"], await StoredAsync());
        Assert.Equal(HealthStatus.Healthy, await LiveAsync(host));
    }

    [Fact]
    public async Task An_enricher_that_hangs_but_listens_is_told_to_end_and_its_products_run_alone_later()
    {
        await EnqueueAsync(2);
        using var enricher = new FakeEnricher
        {
            BatchSize = 2,
            Answer = async (skus, cancellation) =>
            {
                if (skus.Length > 1)
                    await Task.Delay(Timeout.Infinite, cancellation);
                return _red.AllRed(skus);
            },
        };
        var (host, _) = await StartHangingAsync(enricher, options => options.Lease = TimeSpan.FromSeconds(1));   // the lease goes by the database's clock
        await CountAsync(counts => counts.Leased == 2);
        for (int i = 0; i < 200 && (await Jobs.CountAsync(null)).Open > 0; i++)
            await AdvanceAsync(TimeSpan.FromSeconds(100));

        Assert.Equal(Skus(2), await StoredAsync());
        Assert.Equal([["p001", "p002"], ["p001"], ["p002"]], enricher.Calls);
        Assert.Equal(HealthStatus.Healthy, await LiveAsync(host));
    }

    private static async Task<HealthStatus> LiveAsync(IHost host) => (await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.LiveTag)).Status;

    private async Task<(IHost Host, FakeLogCollector Log)> StartHangingAsync(IProductEnricher enricher, Action<CatalogEnrichmentOptions>? configure = null)
    {
        var host = await StartAsync(
            enricher,
            options =>
            {
                options.BatchTimeout = Limit;
                options.PollInterval = TimeSpan.FromSeconds(5);
                configure?.Invoke(options);
            },
            Time, add: services => services.AddFakeLogging());
        return (host, host.Services.GetFakeLogCollector());
    }

    private async Task<IReadOnlyList<EnrichmentResult>> DeafAsync(string[] skus, CancellationToken cancellation)
    {
        await _answer.Task;
        return _red.AllRed(skus);
    }
}
