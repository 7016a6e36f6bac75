using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Answers;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;
using static PhiVisionML.Chat.Tests.Fakes.Waiting;

namespace PhiVisionML.Chat.Tests;

/// <summary>Who waits, who is answered together, and what becomes of those who leave.</summary>
public class QueueTests
{
    [Fact]
    public async Task Requests_that_wait_together_are_answered_in_one_batch()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits };
        using var client = model.Client(new PhiVisionChatOptions { MaxBatchSize = 3 });
        var first = await StartedAsync(client, model);
        var waiting = Enumerable.Range(0, 5).Select(i => client.GetResponseAsync($"{i}")).ToArray();
        await UntilAsync(() => client.Queue.Taken == 5);
        permits.Release(100);
        Assert.All(await Task.WhenAll([first, .. waiting]), response => Assert.Equal("One two three", response.Text));
        Assert.Equal([1, 3, 2], model.Batches.Select(batch => batch.Count));
    }

    [Theory]
    [InlineData(4, 100, new[] { 10, 10, 10, 10, 10 }, 4)]
    [InlineData(4, 30, new[] { 10, 10, 10, 10 }, 3)]
    [InlineData(4, 30, new[] { 10, 20, 10 }, 1)]
    [InlineData(4, 30, new[] { 40, 10 }, 1)]
    [InlineData(1, 100, new[] { 10, 10 }, 1)]
    [InlineData(4, int.MaxValue, new[] { int.MaxValue, int.MaxValue }, 1)]
    public void A_batch_counts_every_request_as_long_as_the_longest(int requests, int tokens, int[] waiting, int expected)
        => Assert.Equal(expected, new BatchLimits(requests, tokens).Count(waiting));

    [Fact]
    public async Task A_full_queue_refuses_with_the_number_and_takes_again_when_a_place_is_free()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits };
        using var client = model.Client(new PhiVisionChatOptions { MaxQueuedRequests = 2 });
        var first = await StartedAsync(client, model);
        Task<ChatResponse>[] waiting = [client.GetResponseAsync("a"), client.GetResponseAsync("b")];
        var refusal = await Assert.ThrowsAsync<QueueFullException>(() => client.GetResponseAsync("c"));
        Assert.Contains("2 requests wait", refusal.Message, StringComparison.Ordinal);
        permits.Release(100);
        await Task.WhenAll([first, .. waiting]);
        Assert.Equal("One two three", (await client.GetResponseAsync("c")).Text);
    }

    [Fact]
    public async Task A_request_that_is_refused_or_leaves_while_it_waits_gives_its_place_back()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits };
        using var client = model.Client(new PhiVisionChatOptions { MaxQueuedRequests = 1 });
        var first = await StartedAsync(client, model);
        await Assert.ThrowsAsync<Model.Images.PictureRefusedException>(() => client.GetResponseAsync([new(ChatRole.User, [new DataContent(new byte[5], "image/png")])]));
        using var leave = new CancellationTokenSource();
        var waiting = client.GetResponseAsync("a", cancellationToken: leave.Token);
        await Assert.ThrowsAsync<QueueFullException>(() => client.GetResponseAsync("b"));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var last = client.GetResponseAsync("c");
        permits.Release(100);
        await Task.WhenAll(first, last);
        Assert.Equal(2, model.Batches.Count);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_frees_the_model_within_a_token()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits, Words = [.. Enumerable.Repeat("x", 1000)] };
        using var client = model.Client();
        using var leave = new CancellationTokenSource();
        var first = client.GetResponseAsync("a", cancellationToken: leave.Token);
        permits.Release(3);
        await UntilAsync(() => model.Steps == 3);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = client.GetResponseAsync("b");
        permits.Release(1);   // the step that was waiting
        await UntilAsync(() => model.Batches.Count == 2);
        Assert.InRange(model.Steps, 3, 4);
        permits.Release(1000);
        Assert.Equal(1000, (await second).Text.Length);
    }

    [Fact]
    public async Task Leaving_a_stream_early_is_enough()
    {
        using var model = new FakeModel { Words = [.. Enumerable.Repeat("x", 1_000_000)] };
        using var client = model.Client();
        await foreach (var update in client.GetStreamingResponseAsync("a"))
            break;
        using var again = new CancellationTokenSource();
        await foreach (var update in client.GetStreamingResponseAsync("b", cancellationToken: again.Token))
            break;
        Assert.True(model.Steps < 1_000_000);
    }

    [Fact]
    public async Task Who_leaves_a_batch_does_not_disturb_the_others()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits, Words = ["1", "2", "3", "4", "5", "6"] };
        using var client = model.Client();
        var first = await StartedAsync(client, model);
        using var leave = new CancellationTokenSource();
        var leaver = client.GetResponseAsync("a", cancellationToken: leave.Token);
        var stayer = client.GetResponseAsync("b");
        await UntilAsync(() => client.Queue.Taken == 2);
        permits.Release(6 + 2);
        await UntilAsync(() => model.Steps == 8);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        permits.Release(100);
        Assert.Equal("123456", (await stayer).Text);
        Assert.Equal(2, model.Batches.Count);
        await first;
    }

    [Fact]
    public async Task The_second_round_of_a_request_with_tools_finds_a_place_in_a_full_line_before_those_who_wait()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits, Reply = request => request.Constraint is null ? "Hm." : Script.NoCall };
        using var client = model.Client(new PhiVisionChatOptions { MaxQueuedRequests = 2, MaxBatchSize = 1 });
        var tools = client.GetResponseAsync("a", new ChatOptions { Tools = [Script.Price] });
        await UntilAsync(() => model.Batches.Count == 1);
        Task<ChatResponse>[] waiting = [client.GetResponseAsync("b"), client.GetResponseAsync("c")];
        permits.Release(1);   // the first round
        await UntilAsync(() => model.Batches.Count == 2 && client.Queue.Taken == 2);
        await Assert.ThrowsAsync<QueueFullException>(() => client.GetResponseAsync("d"));
        permits.Release(100);
        Assert.All(await Task.WhenAll([tools, .. waiting]), response => Assert.Equal("Hm.", response.Text));
        string[] prompts = Script.Prompts(model);
        Assert.Equal(4, prompts.Length);
        Assert.Contains("\nc<|end|>", prompts[3], StringComparison.Ordinal);   // b may have been taken while the choice was read, c not
        Assert.Equal(0, client.Queue.Taken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_request_with_tools_may_leave_in_either_round(int round)
    {
        using var permits = new SemaphoreSlim(round - 1);
        using var model = new FakeModel { Permits = permits, Reply = request => request.Constraint is null ? "a b c d e f" : Script.NoCall };
        using var client = model.Client();
        using var leave = new CancellationTokenSource();
        var leaver = client.GetResponseAsync("a", new ChatOptions { Tools = [Script.Price] }, leave.Token);
        await UntilAsync(() => model.Batches.Count == round);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        permits.Release(100);
        Assert.Equal("a b c d e f", (await client.GetResponseAsync("b")).Text);
        Assert.Equal(0, client.Queue.Taken);
        Assert.Equal(round + 1, model.Batches.Count);
    }

    [Fact]
    public async Task Disposing_ends_a_request_that_waits_for_its_second_round()
    {
        using var permits = new SemaphoreSlim(0);
        var model = new FakeModel { Permits = permits, Reply = request => request.Constraint is null ? "a b" : Script.NoCall };
        var client = model.Client(new PhiVisionChatOptions { MaxBatchSize = 1 });
        var tools = client.GetResponseAsync("a", new ChatOptions { Tools = [Script.Price] });
        await UntilAsync(() => model.Batches.Count == 1);
        var other = client.GetResponseAsync("b");
        permits.Release(1);
        await UntilAsync(() => model.Batches.Count == 2 && client.Queue.Taken == 1);
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => tools);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other);
    }

    [Fact]
    public async Task A_batch_that_fails_fails_for_its_requests_alone()
    {
        var faults = new ConcurrentQueue<Exception?>([new InvalidOperationException("out of memory"), null]);
        using var model = new FakeModel { AnswerFailure = _ => faults.TryDequeue(out var fault) ? fault : null };
        using var client = model.Client();
        Assert.Equal("out of memory", (await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync("a"))).Message);
        Assert.Equal("One two three", (await client.GetResponseAsync("b")).Text);
    }

    [Fact]
    public async Task A_model_that_could_not_be_loaded_is_tried_again()
    {
        int attempts = 0;
        using var model = new FakeModel { LoadFailure = () => ++attempts == 1 ? new DirectoryNotFoundException("no folder") : null };
        using var client = model.Client();
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => client.GetResponseAsync("a"));
        Assert.Equal("One two three", (await client.GetResponseAsync("b")).Text);
        await client.LoadAsync();
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Disposing_ends_what_runs_and_what_waits_and_then_lets_go_of_the_model()
    {
        using var permits = new SemaphoreSlim(0);
        var model = new FakeModel { Permits = permits };
        var client = model.Client();
        var running = await StartedAsync(client, model);
        var waiting = client.GetResponseAsync("a");
        await UntilAsync(() => client.Queue.Taken == 1);
        client.Dispose();
        client.Dispose();
        Assert.True(model.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => running);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("b"));
    }

    [Fact]
    public void A_client_that_was_never_used_can_be_disposed()
    {
        var model = new FakeModel();
        model.Client().Dispose();
        Assert.True(model.IsDisposed);
    }

    /// <summary>A request that the model works on; it stands still before its first word.</summary>
    private static async Task<Task<ChatResponse>> StartedAsync(PhiVisionChatClient client, FakeModel model)
    {
        var request = client.GetResponseAsync("first");
        await UntilAsync(() => !model.Batches.IsEmpty);
        return request;
    }
}
