using Microsoft.Extensions.Diagnostics.HealthChecks;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Hosting.Workers;
using Xunit;

namespace PhiVisionML.Hosting.Tests.Workers;

public sealed class UnavailableTests : WorkerTest
{
    [Fact]
    public async Task While_nobody_answers_the_worker_waits_as_long_as_it_was_told_charges_nobody_and_goes_on()
    {
        await EnqueueAsync(8);
        bool isAway = true;
        var full = new TaskCompletionSource();
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = async (skus, cancellation) =>
            {
                await full.Task.WaitAsync(cancellation);
                return isAway ? throw new EnricherUnavailableException("The server is full; wait.", retryAfter: TimeSpan.FromMinutes(30)) : red.AllRed(skus);
            },
        };
        var host = await StartAsync(enricher, time: Time);
        await CountAsync(counts => counts.Leased == 8);   // the second batch waits for its turn
        full.SetResult();
        await UntilAsync(() => Pulse(host).EnricherFailure is not null);
        await CountAsync(counts => counts.Ready == 8);
        Assert.Equal((HealthStatus.Unhealthy, "Nobody answers: The server is full; wait."), await ReadyAsync(host));

        await AdvanceAsync(TimeSpan.FromMinutes(29));
        Assert.Single(enricher.Calls);
        isAway = false;
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await EmptyAsync();
        Assert.Equal(3, enricher.Calls.Count);
        Assert.Equal((HealthStatus.Healthy, null), await ReadyAsync(host));
        Assert.All((await OutcomesAsync()).Values, outcome => Assert.Null(outcome.Error));
    }

    [Fact]
    public async Task Answers_that_were_given_one_by_one_before_nobody_answered_are_kept()
    {
        await EnqueueAsync(4);
        bool isAway = true;
        using var red = new FakeEnricher();
        using var enricher = new FakeEnricher
        {
            Answer = (skus, _) => skus.Length > 1 ? throw new InvalidOperationException("Too many.")
                : isAway && skus is ["p003"] ? throw new EnricherUnavailableException("Away.") : Task.FromResult(red.AllRed(skus)),
        };
        var host = await StartAsync(enricher, time: Time);
        await UntilAsync(() => Pulse(host).EnricherFailure is not null);
        await CountAsync(counts => counts.Ready == 2);
        Assert.Equal(Skus(2), await StoredAsync());
        isAway = false;
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        await EmptyAsync();
        Assert.Equal(Skus(4), await StoredAsync());
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_yet_is_loaded_later()
    {
        await EnqueueAsync(1);
        int loads = 0;
        using var enricher = new FakeEnricher { Load = _ => ++loads < 3 ? throw new EnricherUnavailableException("No adapter was promoted yet; promote one.") : Task.CompletedTask };
        var host = await StartAsync(enricher, time: Time);
        await UntilAsync(() => Pulse(host).EnricherFailure is not null);
        Assert.Equal("Nobody answers: No adapter was promoted yet; promote one.", (await HealthAsync(host, CatalogEnrichmentServiceCollectionExtensions.ReadyTag)).Description);
        while (loads < 3)
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        await EmptyAsync();
        Assert.Equal(Skus(1), await StoredAsync());
    }

    [Fact]
    public async Task The_last_part_of_a_millisecond_of_a_pause_is_waited_for_and_does_not_keep_a_processor_busy()
    {
        var pause = new EnricherPause(Time);
        pause.Begin(new("Away.", retryAfter: TimeSpan.FromMilliseconds(1.5)));
        var pass = pause.PassAsync(CancellationToken.None);
        await Task.Run(() => Time.Advance(TimeSpan.FromMilliseconds(1))).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(pass.IsCompleted);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await pass.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Calls_that_fail_at_once_make_one_pause_and_pauses_grow_until_somebody_answers()
    {
        var pause = new EnricherPause(Time);
        var silence = new EnricherUnavailableException("Away.");
        var first = pause.Begin(silence);
        Assert.InRange(first, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5));
        Assert.Equal(first, pause.Begin(silence));
        Assert.Equal(TimeSpan.FromSeconds(7), pause.Begin(new("Away.", retryAfter: TimeSpan.FromSeconds(7))));

        for (int i = 0; i < 10; i++)
        {
            Time.Advance(TimeSpan.FromHours(1));
            Assert.False(pause.IsOn);
            pause.Begin(silence);
        }

        Time.Advance(TimeSpan.FromHours(1));
        Assert.InRange(pause.Begin(silence), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90));
        Time.Advance(TimeSpan.FromHours(1));
        pause.Forget();
        Assert.InRange(pause.Begin(silence), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), pause.Begin(new("Away.", retryAfter: TimeSpan.FromDays(100))));
    }
}
