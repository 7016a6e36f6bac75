using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

public sealed class StopTests : WorkerTest
{
    [Fact]
    public async Task Stopped_a_worker_ends_what_is_under_way_and_gives_back_what_waits_for_its_turn()
    {
        await EnqueueAsync(12);
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
        var host = await StartAsync(enricher, options => options.DrainTime = TimeSpan.FromMinutes(1));
        await CountAsync(counts => counts.Leased == 8);   // one batch is answered, one waits
        var stop = host.StopAsync();
        await CountAsync(counts => counts.Leased == 4);
        answer.SetResult();
        await stop;

        Assert.Equal(Skus(4), await StoredAsync());
        Assert.Single(enricher.Calls);
        await AssertUnchargedAsync(8);
    }

    [Fact]
    public async Task A_suspect_does_not_keep_a_worker_longer_than_the_drain_time()
    {
        await EnqueueAsync(1);
        await LoseAsync(1);
        using var enricher = new FakeEnricher
        {
            Answer = async (_, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return [];
            },
        };
        var host = await StartAsync(enricher, options => options.DrainTime = TimeSpan.Zero);
        await UntilAsync(() => enricher.Calls.Count == 1);
        await host.StopAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await Jobs.CountAsync(null)).Ready);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]   // an enricher may end a cancelled call with an error of its own
    public async Task What_is_not_done_when_the_drain_time_ends_is_given_back_uncharged(bool throwsItsOwn)
    {
        await EnqueueAsync(4);
        using var enricher = new FakeEnricher
        {
            Answer = async (_, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                throw throwsItsOwn ? new IOException("The connection was closed.") : new OperationCanceledException(cancellation);
            },
        };
        var host = await StartAsync(enricher, options => options.DrainTime = TimeSpan.FromMilliseconds(50));
        await UntilAsync(() => enricher.Calls.Count == 1);
        await host.StopAsync();

        Assert.Single(enricher.Calls);
        await AssertUnchargedAsync(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]   // nor gives its thread back
    public async Task Jobs_of_an_enricher_that_does_not_listen_are_given_back_before_it_ends_and_its_late_answer_is_dropped(bool keepsItsThread)
    {
        await EnqueueAsync(4);
        var answer = new TaskCompletionSource();
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = async (skus, _) =>
            {
                if (keepsItsThread)
                    answer.Task.Wait(CancellationToken.None);
                await answer.Task;
                return red.AllRed(skus);
            },
        };
        var host = await StartAsync(enricher, options => options.DrainTime = TimeSpan.Zero);
        await UntilAsync(() => enricher.Calls.Count == 1);
        var stop = host.StopAsync();
        await CountAsync(counts => counts.Ready == 4);
        Assert.False(stop.IsCompleted);
        await AssertUnchargedAsync(4);

        answer.SetResult();
        await stop;
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task A_worker_that_is_stopped_while_it_loads_ends()
    {
        var begun = new TaskCompletionSource();
        using var enricher = new FakeEnricher
        {
            Load = cancellation =>
            {
                begun.SetResult();
                return Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        var host = await StartAsync(enricher);
        await begun.Task;
        await host.StopAsync();
        Assert.True(Assert.Single(host.Services.GetServices<IHostedService>().OfType<BackgroundService>()).ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_enricher_that_fails_at_the_start_for_good_ends_the_program()
    {
        using var enricher = new FakeEnricher { Load = _ => throw new InvalidDataException("The model is damaged.") };
        var host = await StartAsync(enricher);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await UntilAsync(() => stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task The_enricher_is_disposed_before_the_store_and_after_the_last_call()
    {
        await EnqueueAsync(4);
        bool isLeft = false;
        using var red = new FakeEnricher();
        var host = Build(services => services.AddCatalogEnrichment(options => options.Store = Path.Combine(Folder, "jobs.db")).UseEnricher(provider =>
        {
            var store = provider.GetRequiredService<IEnrichmentJobStore>();
            return new Leaving(red, async () =>
            {
                Assert.Equal(0, (await store.CountAsync(null)).Leased);
                await store.RequeueAsync(null);   // it still takes what is written
                isLeft = true;
            });
        }));
        await host.StartAsync();
        await EmptyAsync();
        await host.StopAsync();
        Assert.False(isLeft);
        await ((IAsyncDisposable)host).DisposeAsync();
        Assert.True(isLeft);
    }

    private async Task AssertUnchargedAsync(int count)
    {
        var jobs = await Jobs.ClaimAsync("other", 100, isIdle: true, LongLease);
        Assert.Equal(count, jobs.Count);
        Assert.All(jobs, job => Assert.Equal((1, false), (job.Attempt, job.IsSuspect)));
    }

    private sealed class Leaving(FakeEnricher enricher, Func<Task> leave) : IProductEnricher, IAsyncDisposable
    {
        public int BatchSize => enricher.BatchSize;

        public int MaxConcurrency => enricher.MaxConcurrency;

        public string PromptVersion => enricher.PromptVersion;

        public Task LoadAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation) => enricher.EnrichAsync(products, cancellation);

        public async ValueTask DisposeAsync() => await leave();
    }
}
