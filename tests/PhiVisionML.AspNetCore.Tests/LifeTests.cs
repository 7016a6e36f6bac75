using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using PhiVisionML.AspNetCore.Tests.Fakes;
using PhiVisionML.Chat;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;
using static PhiVisionML.Chat.Tests.Fakes.Waiting;

namespace PhiVisionML.AspNetCore.Tests;

/// <summary>What becomes of answers under way when their sender leaves or the application stops.</summary>
public class LifeTests
{
    private int _halted;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_leaves_frees_the_model_within_a_token(bool stream)
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits, Words = [.. Enumerable.Repeat("x", 1000)] };
        using var client = model.Client();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var served = await Served.StartAsync(client, before: application => application.Use(async (context, next) =>
        {
            await next(context);
            if (context.RequestAborted.IsCancellationRequested)
                left.TrySetResult();
        }));
        using (var leaver = new HttpClient { BaseAddress = served.Address })
        {
            using var leave = new CancellationTokenSource();
            var asked = leaver.PostAsync("/v1/chat/completions", Body(stream), leave.Token);
            permits.Release(3);
            await UntilAsync(() => model.Steps == 3);
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        await left.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var second = served.AskAsync(model: "fake");
        permits.Release(1);   // the step that was waiting
        await UntilAsync(() => model.Batches.Count == 2);
        Assert.InRange(model.Steps, 3, 4);
        permits.Release(1000);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
    }

    [Fact]
    public async Task A_full_queue_is_429_with_a_time_to_come_back()
    {
        using var permits = new SemaphoreSlim(0);
        using var model = new FakeModel { Permits = permits };
        using var client = model.Client(new PhiVisionChatOptions { MaxQueuedRequests = 1 });
        await using var served = await Served.StartAsync(client);
        var first = served.AskAsync(model: "fake");
        await UntilAsync(() => !model.Batches.IsEmpty);
        var second = served.AskAsync(model: "fake");
        await UntilAsync(() => client.Queue.Taken == 1);
        var refused = await served.AskAsync(model: "fake");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        var error = await Served.ErrorOf(refused);
        Assert.Equal((429, "queue_full"), (error.Status, error.Code));
        Assert.Contains("1 requests wait", error.Message, StringComparison.Ordinal);
        permits.Release(1000);
        Assert.All(await Task.WhenAll(first, second), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Fact]
    public async Task Answers_under_way_may_end_when_the_application_stops()
    {
        using var goOn = new SemaphoreSlim(0);
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => Halting(goOn) });
        Task<HttpResponseMessage>[] asked = [served.AskAsync(), served.AskAsync("\"stream\":true")];
        await UntilAsync(() => _halted >= 2);
        var stopped = served.StopAsync();
        await UntilAsync(() => served.Lifetime.ApplicationStopping.IsCancellationRequested);
        goOn.Release(2);
        string[] answers = await Task.WhenAll(asked.Select(async answer => await (await answer).Content.ReadAsStringAsync()));
        Assert.Contains("One two", answers[0], StringComparison.Ordinal);
        Assert.EndsWith("[DONE]\n\n", answers[1], StringComparison.Ordinal);
        await stopped;
    }

    [Fact]
    public async Task Answers_that_take_longer_than_a_stopping_application_waits_end_in_an_error()
    {
        using var goOn = new SemaphoreSlim(0);
        await using var served = await Served.StartAsync(new ScriptedClient { Answer = _ => Halting(goOn) }, options => options.DrainTime = TimeSpan.FromMilliseconds(50));
        Task<HttpResponseMessage>[] asked = [served.AskAsync(), served.AskAsync("\"stream\":true")];
        await UntilAsync(() => _halted >= 2);
        var stopped = served.StopAsync();
        var error = await Served.ErrorOf(await asked[0]);
        Assert.Equal((503, "The server is stopping."), (error.Status, error.Message));
        string stream = await (await asked[1]).Content.ReadAsStringAsync();
        Assert.Contains("event: error\ndata: {\"error\":{\"message\":\"The server is stopping.\"", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        await stopped;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> Halting(SemaphoreSlim goOn, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        yield return ScriptedClient.Update(new TextContent("One"));
        Interlocked.Increment(ref _halted);
        await goOn.WaitAsync(cancellation);
        yield return ScriptedClient.Update(new TextContent(" two"));
    }

    private static StringContent Body(bool stream)
        => new($$"""{"model":"fake","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""", System.Text.Encoding.UTF8, "application/json");
}
