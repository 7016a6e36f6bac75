using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

public sealed class SqliteLeaseTests() : LeaseTests(new SqlitePlace());

public sealed class PostgresLeaseTests(PostgresFixture postgres) : LeaseTests(new PostgresPlace(postgres));

/// <summary>Workers that are lost, and those that only seemed to be.</summary>
public abstract class LeaseTests(IPlace place) : StoreTests(place)
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_lost_lease_writes_nothing()
    {
        await EnqueueAsync(Job("1"));
        LeasedJob lost = Assert.Single(await Jobs.ClaimAsync("slow", 1, isIdle: true, Instant));
        LeasedJob taken = Assert.Single(await ClaimSoonAsync("quick"));
        Assert.Empty(await Jobs.RenewAsync([lost], Minutes));
        Assert.Empty(await Jobs.CompleteAsync("slow", [Completed(lost, Proposal("brand", "Wrong"))]));
        Assert.False(await Jobs.FailAsync("slow", lost, "late", isPermanent: true));
        await Jobs.ReleaseAsync([lost]);
        Assert.Empty(await LedgerAsync());
        Assert.Null(await Ledger.GetReviewItemAsync(lost.Id));
        Assert.Equal(new JobCounts(0, 1, 0, 0), await Jobs.CountAsync(null));
        Assert.Equal([taken.Id], await Jobs.CompleteAsync("quick", [Completed(taken, Proposal("brand", "Luma"))]));
        Assert.Equal("Luma", Assert.Single((await Ledger.GetReviewItemAsync(taken.Id))!.Proposals).Proposed);
    }

    [Fact]
    public async Task A_renewed_lease_is_kept_and_says_which_are_gone()
    {
        await EnqueueAsync(Job("1"), Job("2"));
        LeasedJob first = Assert.Single(await LoseAsync("a", 1));
        Assert.Single(await ClaimSoonAsync("b"));   // the first one, as a suspect
        LeasedJob second = await ClaimOneAsync("a");
        Assert.Equal([second.Id], await Jobs.RenewAsync([first, second], Minutes));
        Assert.Empty(await Jobs.RenewAsync([], Minutes));
    }

    [Fact]
    public async Task A_suspect_runs_alone_and_only_on_an_idle_worker()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 6).Select(i => Job($"{i}"))]);
        var lost = await LoseAsync("killed", 2);
        LeasedJob suspect = Assert.Single(await ClaimSoonAsync("w", 10));
        Assert.True(suspect.IsSuspect);
        Assert.Equal(1, suspect.Attempt);
        Assert.Empty(await Jobs.ClaimAsync("w", 10, isIdle: false, Minutes));   // the other suspect is due, and this worker is busy
        await Jobs.CompleteAsync("w", [Completed(suspect)]);
        LeasedJob other = Assert.Single(await ClaimSoonAsync("w", 10));
        Assert.True(other.IsSuspect);
        Assert.Equal(lost.Select(j => j.Id).Order(), new[] { suspect.Id, other.Id }.Order());
        Assert.Equal(4, (await Jobs.ClaimAsync("w2", 10, isIdle: false, Minutes)).Count(j => !j.IsSuspect));
    }

    [Fact]
    public async Task A_suspect_stays_one_when_it_is_given_back_or_fails()
    {
        await EnqueueAsync(Job("killer"), Job("2"));
        await LoseAsync("killed", 1);
        LeasedJob suspect = Assert.Single(await ClaimSoonAsync("w"));
        await Jobs.ReleaseAsync([suspect]);
        suspect = Assert.Single(await ClaimSoonAsync("w", 10));
        Assert.True(suspect.IsSuspect);
        await Jobs.FailAsync("w", suspect, "busy", isPermanent: false);
        for (LeasedJob next = Assert.Single(await ClaimSoonAsync("w", 1)); next.Product.Sku != "killer"; next = Assert.Single(await ClaimSoonAsync("w", 1)))
            await Jobs.ReleaseAsync([next]);
        Assert.Equal(1, (await Jobs.CountAsync(null)).Leased);
    }

    [Fact]
    public async Task A_job_that_loses_too_many_workers_is_dead_and_in_the_ledger()
    {
        await EnqueueAsync(Job("killer"));
        LeasedJob last = Assert.Single(await Jobs.ClaimAsync("w0", 1, isIdle: true, Instant));
        for (int i = 1; i < Retries.MaxLostWorkers; i++)
            last = Assert.Single(await ClaimSoonAsync($"w{i}", 1, lease: Instant));
        Assert.Equal((1, true), (last.Attempt, last.IsSuspect));
        while ((await Jobs.CountAsync(null)).Dead == 0)
            await Jobs.ReleaseAsync(await Jobs.ClaimAsync("w", 1, isIdle: true, Minutes));
        LedgerEntry dead = Assert.Single(await LedgerAsync());
        Assert.Equal((LedgerKind.Dead, "killer", "w2"), (dead.Kind, dead.Sku, dead.Actor));
        Assert.Contains("lost with this product 3 times", dead.Note);
        await EnqueueAsync(Job("2"));
        Assert.Equal("2", (await ClaimOneAsync()).Product.Sku);
        Assert.Empty(await Jobs.CompleteAsync("w2", [Completed(last)]));

        Assert.Equal(1, await Jobs.RequeueAsync(null));
        Assert.True((await ClaimOneAsync()).IsSuspect);   // it has not become harmless
    }

    [Fact]
    public async Task Many_back_offs_do_not_hide_jobs_that_are_ready()
    {
        await using var patient = EnrichmentDatabase.Open(Connection, Retries with { FirstBackOff = TimeSpan.FromHours(1), LongestBackOff = TimeSpan.FromHours(1) });
        await EnqueueAsync([Job("low", -5), .. Enumerable.Range(0, 50).Select(i => Job($"{i}", 5))]);
        foreach (LeasedJob job in await Jobs.ClaimAsync("w", 50, isIdle: true, Minutes))
            await patient.Jobs.FailAsync("w", job, "busy", isPermanent: false);
        Assert.Equal("low", (await ClaimOneAsync()).Product.Sku);
    }

    [Theory]
    [InlineData(4, 200, 7)]
    [InlineData(8, 60, 1)]
    public async Task Claimers_at_once_never_get_the_same_job(int claimers, int count, int batch)
    {
        await EnqueueAsync([.. Enumerable.Range(0, count).Select(i => Job($"{i}", i % 3))]);
        var claimed = await Task.WhenAll(Enumerable.Range(0, claimers).Select(worker => Task.Run(async () =>
        {
            await using var own = EnrichmentDatabase.Open(Connection, Retries);   // as another process has it
            var mine = new List<LeasedJob>();
            while (await own.Jobs.ClaimAsync($"w{worker}", batch, isIdle: true, Minutes) is { Count: > 0 } jobs)
            {
                Assert.InRange(jobs.Count, 1, batch);
                mine.AddRange(jobs);
                await own.Jobs.CompleteAsync($"w{worker}", [.. jobs.Select(j => Completed(j, Proposal("brand", "Luma")))]);
            }

            return mine;
        })));
        var ids = claimed.SelectMany(c => c).Select(j => j.Id).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        // A claimer that passed over locked rows may have seen nothing and left early; the last one never does.
        Assert.Equal(new JobCounts(0, 0, count, 0), await Jobs.CountAsync(null));
        Assert.Equal(count, (await LedgerAsync(LedgerKind.Done)).Count);
    }

    [Fact]
    public async Task A_claim_that_nobody_heard_of_is_found_again_by_its_lease()
    {
        await EnqueueAsync(Job("1"), Job("2"));
        LeasedJob job = await ClaimOneAsync();
        Assert.Equal(job.Lease, Convert.ToInt64(await SqlAsync($"SELECT lease FROM enrichment_job WHERE id = {job.Id}")));
        Assert.NotEqual(job.Lease, (await ClaimOneAsync()).Lease);
    }

    [Fact]
    public async Task Impossible_claims_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Jobs.ClaimAsync("w", 0, isIdle: true, Minutes));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Jobs.ClaimAsync("w", 1, isIdle: true, TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentException>(() => Jobs.ClaimAsync(" ", 1, isIdle: true, Minutes));
    }

    /// <summary>Claims, and waits until the lease has run out: before that, a claim would find the jobs that are ready.</summary>
    private async Task<IReadOnlyList<LeasedJob>> LoseAsync(string worker, int count)
    {
        var lost = await Jobs.ClaimAsync(worker, count, isIdle: true, Instant);
        await Task.Delay(20 * Instant);
        return lost;
    }
}
