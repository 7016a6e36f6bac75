using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using PhiVisionML.Downloads.Checkpoints;
using PhiVisionML.Downloads.Transport;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

public class PullFaultTests : PullTests
{
    private readonly byte[] _weights = FakeHub.Random(1_000_000, 2);

    [Fact]
    public async Task Cut_connections_stalls_and_busy_servers_are_asked_again()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        int count = 0;
        hub.Fault = async (context, _) =>
        {
            switch (Interlocked.Increment(ref count) % 6)
            {
                case 1: await CutAsync(context, _weights, 1000); return true;
                case 2: context.Response.StatusCode = 500; return true;
                case 3: context.Response.StatusCode = 429; context.Response.Headers.RetryAfter = "0"; return true;
                case 4: await StallAsync(context, _weights); return true;
                default: return false;
            }
        };
        var options = Options(hub);
        await new CheckpointPull(options with { Connections = 2, RangeBytes = 256 << 10, Transport = options.Transport with { StallTimeout = TimeSpan.FromMilliseconds(200), Retries = 20 } }).RunAsync();
        AssertPulled(hub);
    }

    [Fact]
    public async Task A_server_that_breaks_off_often_but_far_on_needs_no_retries()
    {
        byte[] weights = FakeHub.Random(8_000_000, 2);
        await using var hub = await FakeHub.StartAsync((Weights, weights));
        hub.Fault = async (context, _) =>
        {
            var range = context.Request.GetTypedHeaders().Range!.Ranges.Single();
            if (range.To - range.From < 2_500_000) return false;
            await CutAsync(context, weights, 2_500_000);
            return true;
        };
        var options = Options(hub);
        var result = await new CheckpointPull(options with { RangeBytes = 32 << 20, Transport = options.Transport with { Retries = 0 } }).RunAsync();
        AssertPulled(hub);
        Assert.Equal(result.Plan.TotalBytes, result.FetchedBytes);
    }

    [Fact]
    public async Task What_came_before_an_error_is_not_fetched_again()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        var spoiled = new ConcurrentDictionary<long, bool>();
        hub.Fault = async (context, _) =>
        {
            long start = context.Request.GetTypedHeaders().Range!.Ranges.Single().From!.Value;
            if (start < 500_000) return false;
            if (spoiled.TryAdd(start, true)) await CutAsync(context, _weights, 10_000);
            else context.Response.StatusCode = 404;
            return true;
        };
        var failed = await Assert.ThrowsAsync<PullException>(() => PullAsync(hub));
        Assert.Contains(Weights, failed.Message, StringComparison.Ordinal);
        Assert.Contains("404", failed.Message, StringComparison.Ordinal);
        Assert.Contains("run it again", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
        Assert.True(new PullFolder(Folder).IsUnfinished);
        long before = hub.Sent.Where(sent => sent.Path == Weights && sent.End - sent.Start > 1).Sum(sent => sent.End - sent.Start);

        hub.Fault = (_, _) => Task.FromResult(false);
        var plan = await new CheckpointPull(Options(hub)).PlanAsync();
        Assert.Equal(FileState.Partial, plan.Files.Single(planned => planned.File.Path == Weights).State);
        var result = await PullAsync(hub);
        AssertPulled(hub);
        Assert.Equal(plan.BytesToFetch, result.FetchedBytes);
        Assert.InRange(result.FetchedBytes, 1, _weights.Length - before);
    }

    [Fact]
    public async Task Cancelling_keeps_what_came()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        using var cancel = new CancellationTokenSource();
        hub.Fault = async (context, _) =>
        {
            if (context.Request.GetTypedHeaders().Range!.Ranges.Single().From < 500_000) return false;
            await Task.Delay(200);
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CheckpointPull(Options(hub)).RunAsync(cancellation: cancel.Token));
        var plan = await new CheckpointPull(Options(hub)).PlanAsync();
        Assert.InRange(plan.BytesToFetch, 400_000, 600_000);
    }

    [Fact]
    public async Task Content_that_arrives_damaged_is_fetched_anew_once()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        hub.Change = (path, content) => path == Weights && hub.Sent.Count(sent => sent.Path == Weights && sent.End - sent.Start > 1) < 16 ? new byte[content.Length] : content;
        var result = await PullAsync(hub);
        AssertPulled(hub);
        Assert.Contains("fetched anew", Assert.Single(result.Notices), StringComparison.Ordinal);
        Assert.Equal(result.Plan.TotalBytes + _weights.Length, result.FetchedBytes);
    }

    [Fact]
    public async Task Content_that_arrives_damaged_twice_is_an_error_with_both_hashes()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        byte[] wrong = new byte[_weights.Length];
        hub.Change = (path, content) => path == Weights ? wrong : content;
        var failed = await Assert.ThrowsAsync<PullException>(() => PullAsync(hub));
        Assert.Contains(FakeHub.Sha256(wrong), failed.Message, StringComparison.Ordinal);
        Assert.Contains(FakeHub.Sha256(_weights), failed.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder, Weights)));
    }

    [Fact]
    public async Task Content_of_another_size_than_listed_is_refused()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        hub.Change = (path, content) => path == Weights ? [.. content, 1] : content;
        var failed = await Assert.ThrowsAsync<PullException>(() => PullAsync(hub));
        Assert.Contains("1000000", failed.Message, StringComparison.Ordinal);
        Assert.Contains("1000001", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
    {
        var hub = await FakeHub.StartAsync((Weights, _weights));
        var options = Options(hub);
        await hub.DisposeAsync();
        var failed = await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(options with { Transport = options.Transport with { Retries = 1 } }).RunAsync());
        Assert.Contains(options.Endpoint.Authority, failed.Message, StringComparison.Ordinal);
        Assert.Contains("refused", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signatures_of_content_networks_are_not_told_and_private_addresses_only_where_they_matter()
    {
        await using var hub = await FakeHub.StartAsync((Weights, _weights));
        var options = Options(hub) with { Connections = 1 };
        hub.Fault = async (context, _) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var late = await FailAsync(options.Transport with { Retries = 0, ResponseTimeout = TimeSpan.FromSeconds(0.5) });
        Assert.Contains("did not answer within 0.5 s", late, StringComparison.Ordinal);

        hub.Fault = (context, _) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = context.Request.Path + "?signature=secret";
            return Task.FromResult(true);
        };
        var loop = await FailAsync(options.Transport);
        Assert.Contains("redirects more than 5 times", loop, StringComparison.Ordinal);
        Assert.DoesNotContain("private", loop, StringComparison.Ordinal);

        async Task<string> FailAsync(TransportOptions transport)
        {
            var failed = await Assert.ThrowsAsync<PullException>(() => new CheckpointPull(options with { Transport = transport }).RunAsync());
            Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
            return failed.Message;
        }
    }

    private static async Task CutAsync(HttpContext context, byte[] content, int after)
    {
        await BeginAsync(context, content, after);
        await Task.Delay(200);   // a reset throws away what the client has not read yet
        context.Abort();
    }

    private static async Task StallAsync(HttpContext context, byte[] content)
    {
        await BeginAsync(context, content, 1000);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task BeginAsync(HttpContext context, byte[] content, int after)
    {
        var range = context.Request.GetTypedHeaders().Range!.Ranges.Single();
        int start = (int)range.From!.Value, length = (int)(range.To!.Value + 1 - start);
        context.Response.StatusCode = 206;
        context.Response.Headers.ContentRange = $"bytes {start}-{start + length - 1}/{content.Length}";
        context.Response.ContentLength = length;
        await context.Response.Body.WriteAsync(content.AsMemory(start, Math.Min(after, length - 1)));
        await context.Response.Body.FlushAsync();
    }
}
