using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using PhiVisionML.Chat.Tests.Fakes;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Workers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

/// <summary>A queue in a folder of its own, and workers on it.</summary>
public abstract class WorkerTest : IAsyncLifetime
{
    protected const string Catalog = "shop";

    protected static readonly TimeSpan LongLease = TimeSpan.FromMinutes(10);

    private readonly List<IHost> _hosts = [];
    private protected readonly string Folder = Directory.CreateTempSubdirectory("phivision-worker-").FullName;

    protected WorkerTest()
    {
        Database = EnrichmentDatabase.Open(Path.Combine(Folder, "jobs.db"), new RetryOptions { FirstBackOff = TimeSpan.FromMilliseconds(20) });
        Store = new FakeStore(Database.Jobs);
    }

    protected EnrichmentDatabase Database { get; }

    protected IEnrichmentJobStore Jobs => Database.Jobs;

    private protected FakeStore Store { get; }

    /// <summary>A clock for workers that are started with it.</summary>
    private protected FakeTimeProvider Time { get; } = new();

    public async ValueTask InitializeAsync() => await Jobs.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var host in _hosts)
        {
            using (host)
                await host.StopAsync();
        }

        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Queues products p001, p002 …</summary>
    protected async Task<long> EnqueueAsync(int count, string template = "Color: {color}", EnrichmentPolicy? policy = null, int first = 1)
    {
        var run = await Jobs.StartRunAsync(new EnrichmentRunSettings { Catalog = Catalog, Template = template, Policy = policy ?? new() });
        await Jobs.EnqueueAsync(run.Id,
        [
            .. Enumerable.Range(first, count).Select(i => new EnrichmentJob(
                new EnrichmentProduct { Sku = $"p{i:000}", Fields = new Dictionary<string, string?>(), Pictures = [] }, $"content {i}", "adapter")),
        ]);
        return run.Id;
    }

    /// <summary>Starts a worker; it ends with the test.</summary>
    protected async Task<IHost> StartAsync(IProductEnricher enricher, Action<CatalogEnrichmentOptions>? configure = null, TimeProvider? time = null, IEnrichmentJobStore? store = null, Action<IServiceCollection>? add = null)
    {
        var host = Build(services =>
        {
            add?.Invoke(services);
            services.AddSingleton(time ?? TimeProvider.System).AddSingleton(store ?? Store).AddCatalogEnrichment(options =>
            {
                options.WorkerName = "worker";
                options.PollInterval = TimeSpan.FromMilliseconds(20);
                options.Lease = LongLease;
                configure?.Invoke(options);
            }).UseEnricher(_ => enricher);
        });
        await host.StartAsync();
        return host;
    }

    private protected IHost Build(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }

    /// <summary>Waits until no job is left, dead ones aside.</summary>
    protected async Task<JobCounts> EmptyAsync() => await CountAsync(counts => counts.Open == 0);

    protected async Task<JobCounts> CountAsync(Func<JobCounts, bool> holds)
    {
        var counts = await Jobs.CountAsync(null);
        for (var patience = DateTime.UtcNow.AddMinutes(1); !holds(counts) && DateTime.UtcNow < patience; counts = await Jobs.CountAsync(null))
            await Task.Delay(5);
        return counts;
    }

    /// <summary>Advances <see cref="Time"/> in steps, with time for what is waked by them.</summary>
    protected async Task AdvanceAsync(TimeSpan time)
    {
        for (int i = 0; i < 20; i++)
        {
            Time.Advance(time / 20);
            await Task.Delay(5);
        }
    }

    protected async Task<Dictionary<string, JobOutcome>> OutcomesAsync() => await Jobs.GetOutcomesAsync(Catalog).ToDictionaryAsync(outcome => outcome.Sku);

    /// <summary>The SKUs whose answers were stored, one for each time.</summary>
    protected async Task<string[]> StoredAsync()
        => await Database.Ledger.ReadAsync(null).Where(entry => entry.Kind == LedgerKind.Done).Select(entry => entry.Sku!).OrderBy(sku => sku).ToArrayAsync();

    protected static string[] Skus(int count) => [.. Enumerable.Range(1, count).Select(i => $"p{i:000}")];

    protected static Task UntilAsync(Func<bool> holds) => Waiting.UntilAsync(holds);

    /// <summary>Makes jobs look as if their worker was lost.</summary>
    protected async Task LoseAsync(int count)
    {
        var lost = await Jobs.ClaimAsync("lost", count, isIdle: true, TimeSpan.FromMilliseconds(1));
        Assert.Equal(count, lost.Count);
        await Task.Delay(20);
    }

    protected static async Task<HealthReportEntry> HealthAsync(IHost host, string tag)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag));
        return Assert.Single(report.Entries).Value;
    }

    protected static async Task<(HealthStatus, string?)> ReadyAsync(IHost host)
    {
        var report = await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.ReadyTag);
        return (report.Status, report.Description);
    }

    private protected static WorkerPulse Pulse(IHost host) => host.Services.GetRequiredService<WorkerPulse>();
}
