using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Tests.Workers;
using PhiVisionML.Hosting.Workers;
using Xunit;

namespace PhiVisionML.Hosting.Tests;

public sealed class StartTests : WorkerTest
{
    [Theory]
    [InlineData("Lease", "00:00:00.5")]
    [InlineData("PollInterval", "00:10:00")]
    [InlineData("DrainTime", "02:00:00")]
    [InlineData("BatchTimeout", "00:00:00")]
    [InlineData("MaxFailuresInARow", "0")]
    [InlineData("MaxAttempts", "0")]
    [InlineData("MaxLostWorkers", "1001")]
    [InlineData("Store", "")]
    public async Task An_option_out_of_range_stops_the_start_with_a_sentence_that_names_it(string option, string value)
    {
        using var enricher = new FakeEnricher();
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            using var host = Configured(services => services.AddCatalogEnrichment().UseEnricher(_ => enricher), (option, value));
            await host.StartAsync();
        });
        Assert.Contains(option, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(enricher.Calls);
    }

    [Fact]
    public async Task Options_come_from_the_section_of_the_configuration()
    {
        await EnqueueAsync(2);
        using var enricher = new FakeEnricher();
        using var host = Configured(
            services => services.AddCatalogEnrichment().UseEnricher(_ => enricher),
            ("Store", Path.Combine(Folder, "jobs.db")), ("WorkerName", "bench"), ("StopWhenEmpty", "true"));
        await host.RunAsync();

        Assert.Equal(Skus(2), await StoredAsync());
        Assert.All(await Database.Ledger.ReadAsync(null).ToListAsync(), entry => Assert.Equal("bench", entry.Actor));
        Assert.True(enricher.IsDisposed);
    }

    [Fact]
    public void Code_is_over_the_configuration_and_the_host_waits_longer_than_the_drain_time()
    {
        using var host = Configured(
            services => services.AddCatalogEnrichment(options => options.MaxAttempts = 7), ("DrainTime", "00:10:00"), ("MaxAttempts", "9"), ("Lease", "00:03:00"));
        var options = host.Services.GetRequiredService<IOptions<CatalogEnrichmentOptions>>().Value;
        Assert.Equal((7, TimeSpan.FromMinutes(3)), (options.MaxAttempts, options.Lease));
        Assert.True(host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout > options.DrainTime);
    }

    [Fact]
    public async Task Added_twice_there_is_one_worker_with_the_options_of_both_calls_and_its_health_can_be_asked_for()
    {
        await EnqueueAsync(2);
        using var first = new FakeEnricher();
        using var second = new FakeEnricher();
        using var host = Configured(
            services =>
            {
                services.AddCatalogEnrichment(options => (options.MaxAttempts, options.Store) = (7, "other.db")).UseEnricher(_ => first);
                services.AddEnrichmentStore(options => options.Store = Path.Combine(Folder, "jobs.db")).AddCatalogEnrichment(options => options.WorkerName = "twice").UseEnricher(_ => second);
            },
            ("MaxAttempts", "9"), ("WorkerName", "configured"));
        var options = host.Services.GetRequiredService<IOptions<CatalogEnrichmentOptions>>().Value;
        Assert.Equal((7, "twice"), (options.MaxAttempts, options.WorkerName));
        Assert.Single(host.Services.GetServices<IHostedService>(), service => service is EnrichmentWorker);

        await host.StartAsync();
        await EmptyAsync();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.LiveTag)).Status);
        Assert.Equal((0, 1), (first.Calls.Count, second.Calls.Count));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_worker_for_whom_nobody_answers_does_not_start_and_says_what_to_add()
    {
        using var host = Configured(services => services.AddCatalogEnrichment());
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.StartsWith("Nobody answers: go on from AddCatalogEnrichment with UseModel", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_without_a_worker_needs_nobody_who_answers()
    {
        using var host = Configured(services => services.AddEnrichmentStore(), ("Store", Path.Combine(Folder, "other.db")));
        await host.StartAsync();
        await host.Services.GetRequiredService<IEnrichmentJobStore>().InitializeAsync();
        Assert.Equal(Path.Combine(Folder, "other.db"), host.Services.GetRequiredService<EnrichmentDatabase>().Name);
        Assert.True(File.Exists(Path.Combine(Folder, "other.db")));
        await host.StopAsync();
    }

    private static IHost Configured(Action<IServiceCollection> add, params (string Option, string Value)[] options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(options.Select(each => KeyValuePair.Create($"{CatalogEnrichmentOptions.Section}:{each.Option}", (string?)each.Value)));
        add(builder.Services);
        return builder.Build();
    }
}
