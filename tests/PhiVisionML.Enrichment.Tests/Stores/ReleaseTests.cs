using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public sealed class SqliteReleaseTests() : ReleaseTests(new SqlitePlace());

public sealed class PostgresReleaseTests(PostgresFixture postgres) : ReleaseTests(new PostgresPlace(postgres));

public abstract class ReleaseTests(IPlace place) : StoreTests(place)
{
    [Fact]
    public async Task The_newest_promotion_is_in_force()
    {
        Assert.Null(await Database.Releases.GetCurrentAsync());
        Assert.Null(await Database.Releases.RollBackAsync("eve"));
        var first = await Database.Releases.PromoteAsync(new("f1", "/one.zip"), "eve");
        Assert.Equal(first, await Database.Releases.PromoteAsync(new("f1", "/one.zip"), "bob"));
        Assert.Null(await Database.Releases.RollBackAsync("eve"));
        var second = await Database.Releases.PromoteAsync(new("f2", "/two.zip"), "bob");
        Assert.Equal(second, await Database.Releases.GetCurrentAsync());
        var back = await Database.Releases.RollBackAsync("eve");
        Assert.Equal(("f1", "/one.zip", "eve"), (back!.Fingerprint, back.Path, back.Actor));
        Assert.Equal([back, second, first], await Database.Releases.GetHistoryAsync());
        Assert.Equal([(null, "f1"), ("f1", "f2"), ("f2", "f1")], (await LedgerAsync(LedgerKind.Promoted)).Select(e => (e.OldValue, e.NewValue)));
        Assert.Equal("/moved.zip", (await Database.Releases.PromoteAsync(new("f1", "/moved.zip"), "eve")).Path);
    }

    [Fact]
    public async Task Rollbacks_go_further_back_each_time()
    {
        foreach (string adapter in (string[])["f1", "f2", "f3"])
            await Database.Releases.PromoteAsync(new(adapter, $"/{adapter}.zip"), "eve");
        await Database.Releases.PromoteAsync(new("f3", "/moved.zip"), "eve");
        Assert.Equal("f2", (await Database.Releases.RollBackAsync("eve"))!.Fingerprint);
        await Database.Releases.PromoteAsync(new("f4", "/f4.zip"), "eve");
        Assert.Equal("f2", (await Database.Releases.RollBackAsync("eve"))!.Fingerprint);
        Assert.Equal("f1", (await Database.Releases.RollBackAsync("eve"))!.Fingerprint);
        Assert.Null(await Database.Releases.RollBackAsync("eve"));
    }

    [Fact]
    public async Task An_adapter_that_is_asked_with_what_waiting_jobs_do_not_carry_is_not_put_in_force()
    {
        await EnqueueAsync(Job("1", adapter: "f1"), Job("2", adapter: "f1"));
        await Jobs.CompleteAsync("w", [Completed(await ClaimOneAsync())]);
        var alike = new AdapterPromotion("f1", "/one.zip") { Columns = ["Brand"] };
        var other = new AdapterPromotion("f2", "/two.zip") { Columns = ["brand", "colour"] };
        await Database.Releases.PromoteAsync(alike, "eve");
        var e = await Assert.ThrowsAsync<WaitingJobsException>(() => Database.Releases.PromoteAsync(other, "eve"));
        Assert.StartsWith("The adapter f2 could not answer 1 of the open jobs: 1 of them carry the columns brand, title, and it is asked with colour, too.", e.Message);
        Assert.Equal("f1", (await Database.Releases.GetCurrentAsync())!.Fingerprint);
        await Database.Releases.PromoteAsync(other with { IsForced = true }, "eve");
        await Database.Releases.PromoteAsync(alike, "eve");
        await Assert.ThrowsAsync<WaitingJobsException>(() => Database.Releases.RollBackAsync("eve"));
        Assert.Equal("f2", (await Database.Releases.RollBackAsync("eve", isForced: true))!.Fingerprint);
        await Jobs.CompleteAsync("w", [Completed(await ClaimOneAsync())]);
        await Database.Releases.PromoteAsync(alike, "eve");
        Assert.Equal("f2", (await Database.Releases.RollBackAsync("eve"))!.Fingerprint);
    }

    [Fact]
    public async Task A_dead_job_that_waits_again_is_the_adapters_that_is_in_force_by_then()
    {
        var run = await EnqueueAsync(Job("1", adapter: "f1"), Job("2", adapter: "f1"), Job("2", adapter: "f2"));
        foreach (var job in await Jobs.ClaimAsync("w", 2, isIdle: true, Minutes))
            await Jobs.FailAsync("w", job, "broken", isPermanent: true);
        await Database.Releases.PromoteAsync(new("f2", "/two.zip"), "eve");
        Assert.Equal(2, await Jobs.RequeueAsync(null));
        Assert.Equal(0, await Jobs.EnqueueAsync(run.Id, [Job("1", adapter: "f2"), Job("2", adapter: "f2")]));
        Assert.Equal(new JobCounts(3, 0, 0, 0), await Jobs.CountAsync(run.Id));
    }

    [Fact]
    public async Task Jobs_that_come_back_after_a_promotion_are_the_new_adapters()
    {
        var run = await EnqueueAsync(Job("1", adapter: "f1"), Job("2", adapter: "f1"));
        var jobs = await Jobs.ClaimAsync("w", 2, isIdle: true, Minutes);
        await Database.Releases.PromoteAsync(new("f2", "/two.zip"), "eve");
        await Jobs.ReleaseAsync([jobs[0]]);
        await Jobs.FailAsync("w", jobs[1], "away", isPermanent: false);
        Assert.Equal(0, await Jobs.EnqueueAsync(run.Id, [Job("1", adapter: "f2"), Job("2", adapter: "f2")]));
    }

    [Fact]
    public async Task Waiting_jobs_are_the_new_adapters_and_no_product_is_queued_twice()
    {
        var run = await EnqueueAsync(Job("held", adapter: "f1"), Job("waits", adapter: "f1"), Job("answered", adapter: "f1"), Job("both", adapter: "f1"), Job("both", adapter: "f0"));
        LeasedJob held = await ClaimOneAsync();
        await Jobs.EnqueueAsync(run.Id, [Job("answered", 9, adapter: "f2")]);
        await Jobs.CompleteAsync("w", [Completed(await ClaimOneAsync())]);
        await Database.Releases.PromoteAsync(new("f2", "/two.zip"), "eve");
        Assert.Equal(new JobCounts(2, 1, 1, 0), await Jobs.CountAsync(run.Id));
        Assert.Equal(0, await Jobs.EnqueueAsync(run.Id, [Job("waits", adapter: "f2"), Job("answered", adapter: "f2"), Job("both", adapter: "f2")]));
        Assert.Equal(["waits", "both"], (await Jobs.ClaimAsync("w", 10, isIdle: true, Minutes)).Select(j => j.Product.Sku));
        Assert.Equal([held.Id], await Jobs.CompleteAsync("w", [Completed(held)]));
        Assert.Contains("2 waiting jobs are its own now, 2 were dropped", Assert.Single(await LedgerAsync(LedgerKind.Promoted)).Note);
    }

    [Fact]
    public async Task Promotions_while_others_queue_and_claim_lose_nothing()
    {
        var run = await EnqueueAsync();
        var queueing = Task.Run(async () =>
        {
            for (int i = 0; i < 60; i++)
                await Jobs.EnqueueAsync(run.Id, [Job($"{i}", adapter: $"f{i % 3}"), Job($"{i + 1}", adapter: $"f{(i + 1) % 3}")]);
        });
        var working = Task.Run(async () =>
        {
            while (!queueing.IsCompleted || (await Jobs.CountAsync(null)).Open > 0)
                await Jobs.CompleteAsync("w", [.. (await Jobs.ClaimAsync("w", 5, isIdle: true, Minutes)).Select(j => Completed(j))]);
        });
        for (int i = 0; !queueing.IsCompleted; i++)
            await Database.Releases.PromoteAsync(new($"f{i % 3}", $"/{i % 3}.zip"), "eve");
        await queueing;
        await working;
        var counts = await Jobs.CountAsync(null);
        Assert.Equal(0, counts.Dead);
        Assert.Equal(counts.Done, (await LedgerAsync(LedgerKind.Done)).Count);
        Assert.Equal(Enumerable.Range(0, 61).Select(i => $"{i}").Order(StringComparer.Ordinal), (await Jobs.GetOutcomesAsync("shoes").ToListAsync()).Select(o => o.Sku));
    }
}
