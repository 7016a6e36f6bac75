using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Stores;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public sealed class SqliteQueueTests() : QueueTests(new SqlitePlace());

public sealed class PostgresQueueTests(PostgresFixture postgres) : QueueTests(new PostgresPlace(postgres));

public abstract class QueueTests(IPlace place) : StoreTests(place)
{
    [Fact]
    public async Task A_run_is_stored_with_its_settings()
    {
        var policy = new EnrichmentPolicy { Fields = new Dictionary<string, FieldPolicy> { ["brand"] = new() { Mode = FieldMode.Overwrite, AcceptAt = 0.9, Curve = new ConfidenceCurve(-1.5, 0.25) } } };
        var made = await Jobs.StartRunAsync(Settings() with { Policy = policy });
        var other = await Jobs.StartRunAsync(Settings("hats"));
        var read = await Jobs.GetRunAsync(made.Id);
        Assert.Equal(made.StartedAt, read.StartedAt);
        Assert.InRange(read.StartedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Equal("shoes.csv", read.Settings.Source);
        Assert.Equal(policy.Of("brand"), read.Settings.Policy.Of("brand"));
        Assert.Equal(new FieldPolicy(), read.Settings.Policy.Of("colour"));
        Assert.Equal([other.Id, made.Id], (await Jobs.GetRunsAsync()).Select(r => r.Id));
        var e = await Assert.ThrowsAsync<KeyNotFoundException>(() => Jobs.GetRunAsync(99));
        Assert.Contains("no run 99", e.Message);
    }

    [Fact]
    public async Task Jobs_that_are_there_are_passed_over()
    {
        var run = await Jobs.StartRunAsync(Settings());
        Assert.Equal(2, await Jobs.EnqueueAsync(run.Id, [Job("1"), Job("2"), Job("1")]));
        Assert.Equal(0, await Jobs.EnqueueAsync(run.Id, [Job("2"), Job("1")]));
        Assert.Equal(4, await Jobs.EnqueueAsync(run.Id, [Job("1", adapter: "a2"), Job("1", content: "c2"), Job("1", adapter: ""), Job("3")]));
        Assert.Equal(new JobCounts(6, 0, 0, 0), await Jobs.CountAsync(run.Id));
    }

    [Fact]
    public async Task The_same_SKU_in_another_catalog_is_another_product()
    {
        await EnqueueAsync(Job("1"));
        var hats = await Jobs.StartRunAsync(Settings("hats"));
        Assert.Equal(1, await Jobs.EnqueueAsync(hats.Id, [Job("1")]));
    }

    [Fact]
    public async Task Either_all_jobs_are_queued_or_none()
    {
        var run = await Jobs.StartRunAsync(Settings());
        var jobs = Enumerable.Range(0, 2500).Select(i => Job($"{i}")).Append(Job(new string('x', 2000)));
        var e = await Assert.ThrowsAsync<ArgumentException>(() => Jobs.EnqueueAsync(run.Id, [.. jobs]));
        Assert.Contains("2000 bytes; at most 1500", e.Message);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Jobs.EnqueueAsync(99, [Job("1")]));
        Assert.Equal(0, (await Jobs.CountAsync(null)).Total);
        Assert.Equal(2500, await Jobs.EnqueueAsync(run.Id, [.. jobs.SkipLast(1)]));
    }

    [Fact]
    public async Task A_claimed_job_brings_its_product()
    {
        var run = await EnqueueAsync(Job("1") with { Product = Job("1").Product with { RowNumber = 7, Pictures = ["/a b/ü.jpg", "/2.jpg"] } });
        LeasedJob job = await ClaimOneAsync();
        Assert.Equal((run.Id, 1, false), (job.RunId, job.Attempt, job.IsSuspect));
        Assert.Equal(("1", 7, "ab"), (job.Product.Sku, job.Product.RowNumber, job.Product.PictureHash));
        Assert.Equal(["/a b/ü.jpg", "/2.jpg"], job.Product.Pictures);
        Assert.Equal(new Dictionary<string, string?> { ["title"] = "Shoe 1", ["brand"] = null }, job.Product.Fields);
        Assert.Equal(new JobCounts(0, 1, 0, 0), await Jobs.CountAsync(run.Id));
        Assert.Empty(await Jobs.ClaimAsync("w2", 10, isIdle: true, Minutes));
    }

    [Fact]
    public async Task Higher_priorities_go_first_then_those_that_came_first()
    {
        await EnqueueAsync(Job("low", -1), Job("a"), Job("urgent", 5), Job("b"));
        Assert.Equal(["urgent", "a", "b"], (await Jobs.ClaimAsync("w", 3, isIdle: true, Minutes)).Select(j => j.Product.Sku));
        Assert.Equal(["low"], (await Jobs.ClaimAsync("w", 3, isIdle: false, Minutes)).Select(j => j.Product.Sku));
    }

    [Fact]
    public async Task A_failed_job_comes_back_after_a_while_and_dies_in_the_end()
    {
        var run = await EnqueueAsync(Job("1"));
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            LeasedJob job = Assert.Single(await ClaimSoonAsync("w"));
            Assert.Equal(attempt, job.Attempt);
            Assert.False(job.IsSuspect);
            Assert.True(await Jobs.FailAsync("w", job, $"The picture is away ({attempt}).", isPermanent: false));
        }

        Assert.Equal(new JobCounts(0, 0, 0, 1), await Jobs.CountAsync(run.Id));
        LedgerEntry dead = Assert.Single(await LedgerAsync());
        Assert.Equal((LedgerKind.Dead, "w", "shoes", "1", "The picture is away (3)."), (dead.Kind, dead.Actor, dead.Catalog, dead.Sku, dead.Note));
        Assert.Equal(new JobOutcome("1", JobState.Dead, "The picture is away (3).", 0), Assert.Single(await Jobs.GetOutcomesAsync("shoes").ToListAsync()));
    }

    [Fact]
    public async Task A_permanent_failure_is_final()
    {
        await EnqueueAsync(Job("1"));
        Assert.True(await Jobs.FailAsync("w", await ClaimOneAsync(), "The picture is broken.", isPermanent: true));
        Assert.Equal(1, (await Jobs.CountAsync(null)).Dead);
        Assert.Single(await LedgerAsync(LedgerKind.Dead));
    }

    [Fact]
    public async Task A_back_off_keeps_a_job_from_being_claimed()
    {
        await using var patient = EnrichmentDatabase.Open(Connection, Retries with { FirstBackOff = TimeSpan.FromHours(1), LongestBackOff = TimeSpan.FromHours(2) });
        await EnqueueAsync(Job("1"), Job("2"));
        await patient.Jobs.FailAsync("w", await ClaimOneAsync(), "busy", isPermanent: false);
        Assert.Equal(["2"], (await Jobs.ClaimAsync("w", 10, isIdle: true, Minutes)).Select(j => j.Product.Sku));
        Assert.Equal(new JobCounts(1, 1, 0, 0), await Jobs.CountAsync(null));
    }

    [Fact]
    public async Task Dead_jobs_run_again_when_they_are_requeued()
    {
        var first = await EnqueueAsync(Job("1"));
        await Jobs.FailAsync("w", await ClaimOneAsync(), "broken", isPermanent: true);
        var second = await EnqueueAsync(Job("2"));
        await Jobs.FailAsync("w", await ClaimOneAsync(), "broken", isPermanent: true);
        Assert.Equal(1, await Jobs.RequeueAsync(second.Id));
        LeasedJob job = await ClaimOneAsync();
        Assert.Equal(("2", 1), (job.Product.Sku, job.Attempt));
        Assert.Equal(1, await Jobs.RequeueAsync(null));
        Assert.Equal(0, await Jobs.RequeueAsync(null));
        Assert.Equal([second.Id, first.Id], (await LedgerAsync(LedgerKind.Requeued)).Select(e => e.RunId!.Value));
    }

    [Fact]
    public async Task Released_jobs_are_free_at_once_and_nothing_is_counted()
    {
        await EnqueueAsync(Job("1"), Job("2"));
        var jobs = await Jobs.ClaimAsync("w", 2, isIdle: true, Minutes);
        await Jobs.ReleaseAsync(jobs);
        Assert.Equal(2, (await Jobs.CountAsync(null)).Ready);
        var again = await Jobs.ClaimAsync("w2", 2, isIdle: true, Minutes);
        Assert.All(again, j => Assert.Equal((1, false), (j.Attempt, j.IsSuspect)));
        await Jobs.ReleaseAsync(jobs);   // the old leases are worth nothing now
        Assert.Equal(2, (await Jobs.CountAsync(null)).Leased);
    }

    [Fact]
    public async Task Outcomes_are_those_of_the_newest_jobs_in_ordinal_order()
    {
        await AnswerAsync("c", Proposal("brand", "Luma"), Proposal("colour", "red", ProposalState.Accepted), Proposal("size", "9"));
        await AnswerAsync("b", Proposal("brand", "Luma"));
        await AnswerAsync("B");
        await EnqueueAsync(Job("a"), Job("b", content: "c9"), Job("é"));
        await Jobs.FailAsync("w", await ClaimOneAsync(), "The picture is broken.", isPermanent: true);
        Assert.Equal(
        [
            new JobOutcome("B", JobState.Done, null, 0),
            new JobOutcome("a", JobState.Dead, "The picture is broken.", 0),
            new JobOutcome("b", JobState.Ready, null, 0),
            new JobOutcome("c", JobState.Done, null, 2),
            new JobOutcome("é", JobState.Ready, null, 0),
        ], await Jobs.GetOutcomesAsync("shoes").ToListAsync());
        Assert.Empty(await Jobs.GetOutcomesAsync("hats").ToListAsync());
        await foreach (JobOutcome outcome in Jobs.GetOutcomesAsync("shoes"))
            Assert.Equal(outcome, await Jobs.FindOutcomeAsync("shoes", outcome.Sku));
        Assert.Null(await Jobs.FindOutcomeAsync("hats", "1"));
    }

    [Fact]
    public async Task Counts_stay_right_through_everything()
    {
        var run = await EnqueueAsync([.. Enumerable.Range(0, 40).Select(i => Job($"{i}"))]);
        for (int i = 0; i < 12; i++)
        {
            var jobs = await Jobs.ClaimAsync("w", 3, isIdle: false, Minutes);
            await Jobs.RenewAsync(jobs, Minutes);
            await Jobs.CompleteAsync("w", [Completed(jobs[0])]);
            await Jobs.FailAsync("w", jobs[1], "broken", isPermanent: true);
            if (i % 2 == 0)
                await Jobs.ReleaseAsync([jobs[2]]);
            if (i == 6)
                await Jobs.RequeueAsync(run.Id);
        }

        foreach (var state in Enum.GetValues<JobState>())
            Assert.Equal(Convert.ToInt64(await SqlAsync($"SELECT count(*) FROM enrichment_job WHERE state = {(int)state}")), Of(await Jobs.CountAsync(run.Id), state));

        static long Of(JobCounts counts, JobState state) => state switch { JobState.Ready => counts.Ready, JobState.Leased => counts.Leased, JobState.Done => counts.Done, _ => counts.Dead };
    }
}
