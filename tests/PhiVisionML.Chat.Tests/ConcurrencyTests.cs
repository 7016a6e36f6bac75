using System.Diagnostics;
using Microsoft.Extensions.AI;
using PhiVisionML.Chat.Tests.Fakes;
using Xunit;

namespace PhiVisionML.Chat.Tests;

/// <summary>Many at once on the tiny model: nobody's answer is lost, crossed or torn.</summary>
public class ConcurrencyTests
{
    private const int Clients = 64;

    private static readonly string[] Questions = ["What is it?", "What colour is it?", "Which pattern?", "What is it made of?", "Give kind, colour, pattern, material, stars."];

    private static readonly string[] Pictures = ["product", "gray.rgb", "palette.rgb", "square", "banner"];

    private static readonly ChatOptions Short = new() { MaxOutputTokens = 24 };

    [Fact]
    public async Task Each_of_many_answers_is_the_one_that_its_request_gets_alone()
    {
        using var client = new PhiVisionChatClient(Tiny.Model);
        var alone = await AloneAsync(client);
        Assert.True(alone.Distinct().Count() > 5, string.Join(" | ", alone));
        var together = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => client.GetResponseAsync([Request(i)], Short)));
        Assert.Equal(Enumerable.Range(0, Clients).Select(i => alone[i % alone.Length]), together.Select(response => response.Text));
        Assert.Equal(Clients, together.Select(response => response.ResponseId).Distinct().Count());
    }

    [Fact(Explicit = true)]
    [Trait("Takes", "minutes")]
    public async Task Many_clients_for_three_minutes_lose_nothing_and_memory_stays_flat()
    {
        using var client = new PhiVisionChatClient(Tiny.Model);
        var alone = await AloneAsync(client);
        var clock = Stopwatch.StartNew();
        int answered = 0, cancelled = 0;
        var work = Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => AskOnAsync(i))));
        await Task.WhenAny(work, Task.Delay(TimeSpan.FromMinutes(1)));
        long early = Memory();
        await work;
        long late = Memory();

        Assert.True(answered > 1000, $"{answered} answers.");
        Assert.True(cancelled > 50, $"{cancelled} cancelled.");
        Assert.Equal(0, client.Queue.Taken);
        Assert.True(late < early * 1.1 + (64 << 20), $"{early >> 20} MiB after a minute, {late >> 20} MiB at the end; {answered} answers, {cancelled} cancelled.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} answers, {cancelled} cancelled, {early >> 20} MiB after a minute, {late >> 20} MiB at the end.");

        async Task AskOnAsync(int seed)
        {
            var random = new Random(seed);
            while (clock.Elapsed < TimeSpan.FromMinutes(3))
            {
                int which = random.Next(alone.Length);
                using var leave = new CancellationTokenSource();
                bool leaves = random.Next(10) == 0;
                string text = "";
                try
                {
                    await foreach (var update in client.GetStreamingResponseAsync([Request(which)], Short, leave.Token))
                    {
                        text += update.Text;
                        if (leaves)
                            await leave.CancelAsync();
                    }

                    Assert.Equal(alone[which], text);
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException) when (leaves)
                {
                    Assert.StartsWith(text, alone[which], StringComparison.Ordinal);
                    Interlocked.Increment(ref cancelled);
                }
            }
        }
    }

    private static ChatMessage Request(int i) => Tiny.Ask(Questions[i % Questions.Length], Pictures[i / Questions.Length % Pictures.Length]);

    private static async Task<string[]> AloneAsync(PhiVisionChatClient client)
    {
        var texts = new List<string>();
        for (int i = 0; i < Questions.Length * Pictures.Length; i++)
            texts.Add((await client.GetResponseAsync([Request(i)], Short)).Text);
        return [.. texts];
    }

    private static long Memory()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
