using System.Collections.Concurrent;
using PhiVisionML.Downloads.Pictures;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Pictures;

public class HostQueuesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Each_host_has_its_own_few_workers_and_one_that_waits_holds_up_no_other()
    {
        var (othersDone, threeAtWork) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (now, most, done) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<string, int>(), new ConcurrentBag<string>());
        var items = Enumerable.Range(0, 100).Select(_ => ("slow", "slow")).Concat(Enumerable.Range(0, 900).Select(number => ($"h{number % 9}", $"h{number % 9}")));

        await HostQueues<string>.RunAsync(items, perHost: 3, Host, async (host, _, cancellation) =>
        {
            var count = now.AddOrUpdate(host, 1, (_, before) => before + 1);
            most.AddOrUpdate(host, count, (_, before) => Math.Max(before, count));
            if (host == "slow" && count == 3) threeAtWork.TrySetResult();
            if (host == "slow") await Task.WhenAll(othersDone.Task, threeAtWork.Task).WaitAsync(Minute, cancellation);
            else await Task.Yield();
            now.AddOrUpdate(host, 0, (_, before) => before - 1);
            done.Add(host);
            if (done.Count == 900) othersDone.TrySetResult(); // all others are through before the slow one goes on
        }, CancellationToken.None);

        Assert.Equal(1000, done.Count);
        Assert.Equal(3, most["slow"]);
        Assert.All(most.Values, count => Assert.InRange(count, 1, 3));
    }

    [Fact]
    public async Task Items_are_read_only_as_far_ahead_as_there_is_room()
    {
        var (read, done, most) = (0, 0, 0);
        await HostQueues<int>.RunAsync(Items(), perHost: 2, Host, async (_, _, _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref done);
        }, CancellationToken.None);
        Assert.Equal(20_000, done);
        Assert.InRange(most, 1, 4097);

        IEnumerable<(string, int)> Items()
        {
            for (read = 0; read < 20_000; read++)
            {
                most = Math.Max(most, read - Volatile.Read(ref done));
                yield return ("host", read);
            }
        }
    }

    [Fact]
    public async Task A_failure_ends_everything_and_nothing_is_under_way_any_more()
    {
        var (begun, ended) = (0, 0);
        var error = await Assert.ThrowsAsync<IOException>(() => HostQueues<int>.RunAsync(Enumerable.Range(0, 100_000).Select(item => ("host", item)), perHost: 4, Host, async (item, _, token) =>
        {
            Interlocked.Increment(ref begun);
            try
            {
                if (item == 50) throw new IOException("disk full");
                await Task.Delay(item < 50 ? TimeSpan.Zero : Minute, token);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }, CancellationToken.None));
        Assert.Equal("disk full", error.Message);
        Assert.Equal(begun, ended);
        Assert.InRange(begun, 51, 60);

        await Assert.ThrowsAsync<InvalidDataException>(() => HostQueues<int>.RunAsync(Broken(), perHost: 4, Host, (_, _, token) => Task.Delay(Minute, token), CancellationToken.None));

        static IEnumerable<(string, int)> Broken()
        {
            yield return ("host", 1);
            throw new InvalidDataException();
        }
    }

    [Fact]
    public async Task A_host_is_left_alone_for_the_longest_time_that_it_asked_for()
    {
        var host = Host("shop.example");
        await host.ReadyAsync(CancellationToken.None);
        var until = DateTimeOffset.UtcNow.AddSeconds(0.2);
        host.Ask(TimeSpan.FromSeconds(0.2));
        host.Ask(TimeSpan.FromSeconds(0.01));
        await host.ReadyAsync(CancellationToken.None);
        Assert.True(DateTimeOffset.UtcNow >= until);

        host.Ask(TimeSpan.FromHours(1));
        var busy = await Assert.ThrowsAsync<PictureException>(() => host.ReadyAsync(CancellationToken.None));
        Assert.Equal((PictureReason.HostBusy, true), (busy.Reason, busy.MayPass));
        Assert.Contains("shop.example", busy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_has_stopped_answering_is_asked_no_more()
    {
        var host = Host("shop.example");
        for (var failure = 0; failure < FetchHost.MostFailures; failure++)
        {
            await host.ReadyAsync(CancellationToken.None);
            host.Failed();
        }
        var down = await Assert.ThrowsAsync<PictureException>(() => host.ReadyAsync(CancellationToken.None));
        Assert.Equal((PictureReason.HostDown, true), (down.Reason, down.MayPass));

        host.Answered();
        await host.ReadyAsync(CancellationToken.None);
    }

    private static FetchHost Host(string name) => new(name, Minute, TimeProvider.System);
}
