using System.Collections.Concurrent;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

public sealed class LeaseTests : WorkerTest
{
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Leases_are_renewed_while_a_batch_is_answered_and_while_one_waits()
    {
        var lease = TimeSpan.FromSeconds(3);
        await EnqueueAsync(8);
        var answer = new TaskCompletionSource();
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = async (skus, cancellation) =>
            {
                await answer.Task.WaitAsync(cancellation);
                return red.AllRed(skus);
            },
        };
        await StartAsync(enricher, options => options.Lease = lease);
        await CountAsync(counts => counts.Leased == 8);
        await Task.Delay(1.5 * lease);
        Assert.Empty(await Jobs.ClaimAsync("other", 8, isIdle: true, lease));
        answer.SetResult();
        await EmptyAsync();
        Assert.Equal(Skus(8), await StoredAsync());
        Assert.Equal(2, enricher.Calls.Count);
    }

    [Fact]
    public async Task A_job_whose_lease_was_lost_is_answered_once_by_the_worker_that_took_it()
    {
        await EnqueueAsync(1);
        using var red = new FakeEnricher();
        var (first, renewed, refused) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        Store.After = name =>
        {
            if (name == nameof(IEnrichmentJobStore.CompleteAsync))
                refused.SetResult();
            return Task.CompletedTask;
        };
        Store.Before = name => name == nameof(IEnrichmentJobStore.RenewAsync) ? renewed.Task : Task.CompletedTask;
        using var slow = new FakeEnricher
        {
            Answer = async (skus, _) =>
            {
                await first.Task;
                return red.AllRed(skus);
            },
        };
        await StartAsync(slow, options => options.Lease = ShortLease);
        await UntilAsync(() => slow.Calls.Count == 1);

        using var quick = new FakeEnricher();
        await StartAsync(quick, options => options.WorkerName = "second", store: Jobs);
        await EmptyAsync();
        first.SetResult();
        await refused.Task.WaitAsync(TimeSpan.FromMinutes(1));
        renewed.SetResult();
        var done = Assert.Single(await Database.Ledger.ReadAsync(null).ToListAsync());
        Assert.Equal("second", done.Actor);
        Assert.Single(slow.Calls);
    }

    [Fact]
    public async Task A_worker_that_hears_that_it_has_lost_a_whole_batch_ends_the_call()
    {
        await EnqueueAsync(2);
        var ended = new TaskCompletionSource();
        using var enricher = new FakeEnricher
        {
            Answer = async (_, cancellation) =>
            {
                await using (cancellation.Register(ended.SetResult))
                    await Task.Delay(Timeout.Infinite, cancellation);
                return [];
            },
        };
        int renewals = 0;
        Store.Before = async name =>
        {
            if (name == nameof(IEnrichmentJobStore.RenewAsync) && Interlocked.Increment(ref renewals) == 1)
            {
                await Task.Delay(ShortLease);
                Assert.Single(await Jobs.ClaimAsync("other", 1, isIdle: true, LongLease));
                await Jobs.ClaimAsync("another", 1, isIdle: true, LongLease);
            }
        };
        await StartAsync(enricher, options => options.Lease = ShortLease);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await Jobs.CountAsync(null)).Leased);
    }

    [Fact]
    public async Task A_suspect_runs_alone_when_the_worker_is_idle_and_those_that_were_lost_with_it_are_done()
    {
        await EnqueueAsync(30);
        using var red = new FakeEnricher();
        using var gate = new SemaphoreSlim(0);
        int underWay = 0;
        var beside = new ConcurrentBag<int>();
        using var enricher = new FakeEnricher
        {
            MaxConcurrency = 3,
            Answer = async (skus, cancellation) =>
            {
                int now = Interlocked.Increment(ref underWay);
                await gate.WaitAsync(cancellation);
                if (IsLost(skus[0]))
                    beside.Add(Math.Max(now, underWay));
                Interlocked.Decrement(ref underWay);
                return red.AllRed(skus);
            },
        };
        await StartAsync(enricher);
        await CountAsync(counts => counts.Leased == 16);   // three batches are answered, one waits
        await LoseAsync(3);
        gate.Release(2);
        await CountAsync(counts => counts.Done == 8);
        await Task.Delay(200);   // two batches are under way, and there is a place for a third
        Assert.Equal(4, enricher.Calls.Count);

        gate.Release(100);
        Assert.Equal(30, (await EmptyAsync()).Done);
        Assert.Equal([["p017"], ["p018"], ["p019"]], enricher.Calls.Where(call => call.Any(IsLost)).OrderBy(call => call[0]));
        Assert.Equal([1, 1, 1], beside);
        Assert.Equal(Skus(30), await StoredAsync());

        static bool IsLost(string sku) => sku is "p017" or "p018" or "p019";
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]   // the answers were stored, but the worker did not hear of it
    public async Task A_store_that_goes_away_for_a_while_loses_no_answer_and_takes_none_twice(bool isUnheard)
    {
        await EnqueueAsync(20);
        int stores = 0;
        if (isUnheard)
            Store.After = name => name == nameof(IEnrichmentJobStore.CompleteAsync) ? Answer(name) : Task.CompletedTask;
        else
            Store.Before = Answer;
        using var enricher = new FakeEnricher();
        var host = await StartAsync(enricher, options => options.Lease = ShortLease);
        Assert.Equal(20, (await EmptyAsync()).Done);
        Assert.True(stores > 5);
        Assert.Equal(Skus(20), await StoredAsync());
        Assert.Equal(Skus(20), enricher.Calls.SelectMany(skus => skus).Order());
        await UntilAsync(() => Pulse(host).StoreFailure is null);

        // Away from the second time that answers are stored until that was tried four times.
        Task Answer(string name)
        {
            int tries = name == nameof(IEnrichmentJobStore.CompleteAsync) ? Interlocked.Increment(ref stores) : stores;
            return tries is >= 2 and < 6 && name != nameof(IEnrichmentJobStore.InitializeAsync) ? throw new EnrichmentStoreUnavailableException("The server restarts.") : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Errors_that_are_no_absence_of_the_store_stop_neither_claims_nor_renewals()
    {
        await EnqueueAsync(8);
        var answer = new TaskCompletionSource();
        var seen = new ConcurrentDictionary<string, int>();
        Store.Before = name => name is nameof(IEnrichmentJobStore.ClaimAsync) or nameof(IEnrichmentJobStore.RenewAsync) or nameof(IEnrichmentJobStore.CountAsync)
            && seen.AddOrUpdate(name, 1, (_, count) => count + 1) == 1 ? throw new TaskCanceledException("The driver gave up.") : Task.CompletedTask;
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = async (skus, cancellation) =>
            {
                await answer.Task.WaitAsync(cancellation);
                return red.AllRed(skus);
            },
        };
        var host = await StartAsync(enricher, options => options.Lease = ShortLease);
        await UntilAsync(() => seen.GetValueOrDefault(nameof(IEnrichmentJobStore.RenewAsync)) >= 3);
        await UntilAsync(() => Pulse(host).StoreFailure is null);   // nothing can be claimed or stored meanwhile
        answer.SetResult();
        Assert.Equal(8, (await EmptyAsync()).Done);
        Assert.Equal(2, enricher.Calls.Count);
    }

    [Fact]
    public async Task Two_workers_on_one_queue_do_each_job_once()
    {
        await EnqueueAsync(120);
        using var red = new FakeEnricher();
        var begun = new ConcurrentDictionary<string, bool>();
        using var first = new FakeEnricher { MaxConcurrency = 2, Answer = (skus, _) => AnswerAsync("first", skus) };
        using var second = new FakeEnricher { BatchSize = 3, Answer = (skus, _) => AnswerAsync("second", skus) };
        await StartAsync(first);
        await StartAsync(second, options => options.WorkerName = "second", store: Jobs);
        Assert.Equal(new JobCounts(0, 0, 120, 0), await EmptyAsync());
        Assert.Equal(Skus(120), await StoredAsync());
        Assert.Equal(Skus(120), first.Calls.Concat(second.Calls).SelectMany(skus => skus).Order());

        // Neither does all of it.
        async Task<IReadOnlyList<EnrichmentResult>> AnswerAsync(string name, string[] skus)
        {
            begun[name] = true;
            await UntilAsync(() => begun.Count == 2);
            return red.AllRed(skus);
        }
    }
}
