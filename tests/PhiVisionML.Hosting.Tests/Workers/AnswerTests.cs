using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Hosting.Telemetry;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

public sealed class AnswerTests : WorkerTest
{
    private static readonly EnrichmentPolicy AcceptsSure = new() { Default = new FieldPolicy { AcceptAt = 0.8 } };

    [Fact]
    public async Task Jobs_are_answered_in_batches_decided_by_the_policy_of_their_run_and_stored_with_the_evidence()
    {
        long accepted = await EnqueueAsync(6, policy: AcceptsSure), waiting = await EnqueueAsync(2, first: 7);
        using var enricher = new FakeEnricher();
        await StartAsync(enricher);
        Assert.Equal(new JobCounts(0, 0, 8, 0), await EmptyAsync());

        Assert.Equal([["p001", "p002", "p003", "p004"], ["p005", "p006", "p007", "p008"]], enricher.Calls);
        var items = await Database.Ledger.GetReviewAsync(new ReviewFilter { State = null }, 0, 100);
        Assert.Equal(8, items.Count);
        Assert.All(items, item =>
        {
            Assert.Equal("Color: red", item.Answer.Text);
            Assert.Equal(new("red", 0.9), Assert.Single(item.Answer.Tokens));
            Assert.Equal(item.RunId == accepted ? ProposalState.Accepted : ProposalState.Pending, Assert.Single(item.Proposals).State);
        });
        Assert.Equal(2, items.Count(item => item.RunId == waiting));
        Assert.All(await Database.Ledger.ReadAsync(null).ToListAsync(), entry => Assert.Equal("worker", entry.Actor));
    }

    [Fact]
    public async Task Meter_and_traces_tell_what_came_of_jobs()
    {
        await EnqueueAsync(4, policy: AcceptsSure);
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EnrichmentMetrics.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if ((string?)span.GetTagItem("phivision.worker") == nameof(Meter_and_traces_tell_what_came_of_jobs))
                    lock (spans)
                        spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var enricher = new FakeEnricher();
        using var broken = new FakeEnricher
        {
            Answer = (skus, _) => Task.FromResult<IReadOnlyList<EnrichmentResult>>([.. skus.Select(sku => sku == "p003" ? EnrichmentResult.Failed("The picture is broken.", isPermanent: true) : enricher.Red)]),
        };
        bool isHeld = true;
        Store.Before = async name =>
        {
            while (isHeld && name == nameof(IEnrichmentJobStore.ClaimAsync))
                await Task.Delay(5);
        };
        var host = await StartAsync(broken, options => options.WorkerName = nameof(Meter_and_traces_tell_what_came_of_jobs));
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        var (jobs, proposals, tokens) = (Collect("jobs"), Collect("proposals"), Collect("tokens"));
        using var durations = new MetricCollector<double>(meters, EnrichmentMetrics.Name, "phivision.enrichment.batch.duration");
        isHeld = false;
        await EmptyAsync();
        await host.StopAsync();

        Assert.Equal([("done", 3), ("failed", 1)], jobs.GetMeasurementSnapshot().Select(each => ((string)each.Tags["outcome"]!, (int)each.Value)).Order());
        Assert.Equal(3, proposals.GetMeasurementSnapshot().Count(each => (string)each.Tags["field"]! == "color" && (string)each.Tags["state"]! == "accepted"));
        Assert.Equal(30, tokens.GetMeasurementSnapshot().Where(each => (string)each.Tags["type"]! == "input").Sum(each => each.Value));
        Assert.Equal(6, tokens.GetMeasurementSnapshot().Where(each => (string)each.Tags["type"]! == "output").Sum(each => each.Value));
        Assert.Single(durations.GetMeasurementSnapshot());
        var span = Assert.Single(spans);
        Assert.Equal([4, 3, 1, 0, 0], new[] { "size", "done", "failed", "lost", "released" }.Select(tag => (int)span.GetTagItem("phivision.batch." + tag)!));

        MetricCollector<long> Collect(string name) => new(meters, EnrichmentMetrics.Name, "phivision.enrichment." + name);
    }

    [Fact]
    public async Task Health_checks_follow_the_worker_from_its_start_to_its_end()
    {
        await EnqueueAsync(1);
        var (load, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var enricher = new FakeEnricher
        {
            Load = load.Task.WaitAsync,
            Answer = async (skus, cancellation) =>
            {
                await answer.Task.WaitAsync(cancellation);
                return [.. skus.Select(_ => EnrichmentResult.Failed("No.", isPermanent: true))];
            },
        };
        var host = await StartAsync(enricher);
        await CheckAsync(HealthStatus.Unhealthy, "The worker is getting ready.");

        load.SetResult();
        await UntilAsync(() => enricher.Calls.Count > 0);
        await CheckAsync(HealthStatus.Healthy, null);
        answer.SetResult();
        await EmptyAsync();
        await CheckAsync(HealthStatus.Healthy, null);

        await host.StopAsync();
        await CheckAsync(HealthStatus.Unhealthy, "The worker stops, or has stopped.");

        async Task CheckAsync(HealthStatus ready, string? sentence)
        {
            var report = await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.ReadyTag);
            Assert.Equal((ready, sentence), (report.Status, report.Description));
            Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.LiveTag)).Status);
        }
    }

    [Fact]
    public async Task With_StopWhenEmpty_the_program_ends_when_other_workers_hold_nothing_either()
    {
        await EnqueueAsync(2);
        var elsewhere = await Jobs.ClaimAsync("other", 1, isIdle: true, LongLease);
        using var enricher = new FakeEnricher();
        var host = await StartAsync(enricher, options => options.StopWhenEmpty = true);
        var stopped = host.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopping;
        await CountAsync(counts => counts.Done == 1);
        await Task.Delay(100);
        Assert.False(stopped.IsCancellationRequested);

        await Jobs.ReleaseAsync(elsewhere);
        await UntilAsync(() => stopped.IsCancellationRequested);
        Assert.Equal(["p001", "p002"], await StoredAsync());
    }
}
