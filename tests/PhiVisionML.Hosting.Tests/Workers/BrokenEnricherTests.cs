using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Hosting.Workers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

/// <summary>An enricher that fails whatever the product.</summary>
public sealed class BrokenEnricherTests : WorkerTest
{
    private const int Limit = 10;

    [Theory]
    [InlineData(true)]    // the call fails
    [InlineData(false)]   // each product is said to have failed
    public async Task A_broken_enricher_is_left_alone_charges_few_and_is_tried_with_one_product_until_it_answers(bool throws)
    {
        const int products = 100;
        await EnqueueAsync(products);
        bool isBroken = true;
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = (skus, _) => !isBroken ? Task.FromResult(red.AllRed(skus))
                : throws ? throw new InvalidOperationException("CUDA error.")
                : Task.FromResult<IReadOnlyList<EnrichmentResult>>([.. skus.Select(_ => EnrichmentResult.Failed("CUDA error.", isPermanent: false))]),
        };
        var host = await StartAsync(enricher, time: Time);
        await UntilAsync(() => Pulse(host).EnricherFailure is not null);
        await CountAsync(counts => counts.Ready == products);
        Assert.Equal((HealthStatus.Unhealthy, true), ((await ReadyAsync(host)).Item1, (await ReadyAsync(host)).Item2!.EndsWith("the last one: CUDA error.", StringComparison.Ordinal)));
        int before = enricher.Calls.Count;

        for (int i = 0; i < 20; i++)
            await AdvanceAsync(TimeSpan.FromMinutes(2));
        var tries = enricher.Calls.Skip(before).ToArray();
        Assert.InRange(tries.Length, 5, 80);   // half a minute to one and a half each in forty minutes
        Assert.All(tries, skus => Assert.Single(skus));
        Assert.Equal(HealthStatus.Unhealthy, (await ReadyAsync(host)).Item1);
        Assert.InRange((await Jobs.CountAsync(null)).Dead, 0, Limit);

        isBroken = false;
        while ((await Jobs.CountAsync(null)).Open > 0)
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.InRange((await Jobs.CountAsync(null)).Done, products - Limit, products);
        Assert.Equal((HealthStatus.Healthy, null), await ReadyAsync(host));
    }

    [Fact]
    public async Task A_worker_that_is_to_end_by_itself_ends_when_the_enricher_stays_broken()
    {
        const int products = 100;
        await EnqueueAsync(products);
        using var enricher = new FakeEnricher { Answer = (_, _) => throw new InvalidOperationException("CUDA error.") };
        var host = await StartAsync(enricher, options => options.StopWhenEmpty = true, Time);
        var worker = host.Services.GetServices<IHostedService>().OfType<EnrichmentWorker>().Single();
        for (int i = 0; i < 60 && !worker.ExecuteTask!.IsCompleted; i++)
            await AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.EndsWith("the last one: CUDA error.", (await Assert.ThrowsAsync<EnricherUnavailableException>(() => worker.ExecuteTask!)).Message, StringComparison.Ordinal);
        Assert.Equal(new JobCounts(products, 0, 0, 0), await Jobs.CountAsync(null));
    }

    [Fact]
    public async Task Products_that_are_refused_for_good_do_not_make_the_enricher_a_broken_one()
    {
        await EnqueueAsync(50);
        using var enricher = new FakeEnricher { Answer = (skus, _) => Task.FromResult<IReadOnlyList<EnrichmentResult>>([.. skus.Select(_ => EnrichmentResult.Failed("The picture is broken.", isPermanent: true))]) };
        var host = await StartAsync(enricher, time: Time);
        Assert.Equal(new JobCounts(0, 0, 0, 50), await EmptyAsync());
        Assert.Null(Pulse(host).EnricherFailure);
    }

    [Fact]
    public void Failures_with_answers_between_them_and_second_failures_of_products_make_no_streak()
    {
        var failures = new FailureStreak(3);
        for (int i = 0; i < 10; i++)
        {
            failures.Add([Job(1), Job(1), Job(1)], [Failed, Failed, Red]);
            failures.Add([Job(2), Job(5)], [Failed, Failed]);
        }

        failures.Add([Job(1), Job(1)], [Failed, Failed]);
        failures.Add([Job(1), Job(1)], [EnrichmentResult.Failed("The share is away.", isPermanent: false, isUnasked: true), EnrichmentResult.Failed("The share is away.", isPermanent: false, isUnasked: true)]);
        Assert.False(failures.IsBroken);
        Assert.EndsWith("Out of memory.", Assert.Throws<EnricherUnavailableException>(() => failures.Add([Job(1)], [Failed])).Message, StringComparison.Ordinal);
        Assert.True(failures.IsBroken);
    }

    [Fact]
    public void A_broken_enricher_stays_so_at_any_failure_and_until_an_answer()
    {
        var failures = new FailureStreak(1);
        Assert.Throws<EnricherUnavailableException>(() => failures.Add([Job(1)], [Failed]));
        Assert.Throws<EnricherUnavailableException>(() => failures.Add([Job(3)], [Failed]));
        failures.Add([Job(1)], [EnrichmentResult.Failed("No picture.", isPermanent: true)]);
        Assert.True(failures.IsBroken);
        failures.Add([Job(1), Job(4)], [Red, Failed]);
        Assert.False(failures.IsBroken);
    }

    private static EnrichmentResult Failed => EnrichmentResult.Failed("Out of memory.", isPermanent: false);

    private static EnrichmentResult Red => new FakeEnricher().Red;

    private static LeasedJob Job(int attempt) => new(1, 1, new EnrichmentProduct { Sku = "p", Fields = new Dictionary<string, string?>(), Pictures = [] }, attempt, Lease: 1);
}
