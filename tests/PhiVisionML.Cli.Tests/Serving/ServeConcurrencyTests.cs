using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Cli.Tests.Serving;

/// <summary>Many clients of the program at once: nobody's answer is lost, crossed or torn, and who leaves leaves nothing behind.</summary>
public sealed class ServeConcurrencyTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 64, Tokens = 24;

    private static readonly string[] Questions = ["What is it?", "What colour is it?", "Which pattern?", "What is it made of?", "Give kind, colour, pattern, material, stars."];

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-clients").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Sixty_four_clients_get_the_answers_that_each_would_get_alone() => RunAsync(TimeSpan.Zero);

    [Fact(Explicit = true)]
    [Trait("Takes", "minutes")]
    public Task Sixty_four_clients_for_three_minutes_lose_nothing_and_memory_stays_flat() => RunAsync(TimeSpan.FromMinutes(3));

    private async Task RunAsync(TimeSpan time)
    {
        // As many places as clients, and twice: one that leaves may ask again before its place is known to be free.
        await using var served = await ServeProcess.StartAsync("--crops", "1", "--max-queue", $"{2 * Clients}");
        var requests = Requests();
        var alone = new List<string>();
        foreach (var request in requests)
            alone.Add((await AskAsync(served, request, stream: false))!);
        Assert.True(alone.Distinct().Count() > 5, string.Join(" | ", alone));

        var clock = Stopwatch.StartNew();
        int answered = 0, streamed = 0, cancelled = 0;
        long early = served.Memory;
        var work = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => AskOnAsync(client))));
        if (await Task.WhenAny(work, Task.Delay(time / 3)) != work)
            early = served.Memory;
        await work;
        long late = served.Memory;
        double seconds = clock.Elapsed.TotalSeconds;

        // Every place is free again: as many as may wait are taken at once.
        var burst = await Task.WhenAll(Enumerable.Range(0, 2 * Clients).Select(i => AskAsync(served, requests[i % requests.Count], stream: i % 2 == 0)));
        Assert.Equal(Enumerable.Range(0, 2 * Clients).Select(i => alone[i % requests.Count]), burst);
        Assert.True(cancelled > 0 && streamed > 0 && answered >= Clients, $"{answered} answers, {streamed} of them streamed, {cancelled} cancelled.");
        Assert.True(time == TimeSpan.Zero || late < early * 1.1 + (64 << 20), $"{early >> 20} MiB after a third of the time, {late >> 20} MiB at the end.");
        Assert.Equal(0, await served.StopAsync());
        output.WriteLine($"{answered} answers in {seconds:F0} s, {streamed} of them streamed, {cancelled} cancelled, none wrong; {early >> 20} MiB after a third of the time, {late >> 20} MiB at the end.");

        async Task AskOnAsync(int client)
        {
            var random = new Random(client);
            int turn = 0;
            do
            {
                int which = random.Next(requests.Count);
                bool stream = random.Next(2) == 0, leaves = turn > 0 && random.Next(8) == 0 || turn == 1;
                using var leave = new CancellationTokenSource();
                string? text = await AskAsync(served, requests[which], stream, leaves ? leave : null, leaves ? random.Next(4) : 0);
                if (text is null)
                    Interlocked.Increment(ref cancelled);
                else
                {
                    Assert.Equal(alone[which], text);
                    Interlocked.Increment(ref answered);
                    if (stream)
                        Interlocked.Increment(ref streamed);
                }
            }
            while (++turn < 2 || clock.Elapsed < time);
        }
    }

    /// <summary>The text of an answer; null of one that was left, after some pieces or, if it does not stream, some time.</summary>
    private static async Task<string?> AskAsync(ServeProcess served, JsonObject request, bool stream, CancellationTokenSource? leave = null, int pieces = 0)
    {
        var body = request.DeepClone().AsObject();
        body["stream"] = stream;
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(body) };
        var token = leave?.Token ?? CancellationToken.None;
        try
        {
            if (!stream)
                leave?.CancelAfter(20 * (pieces + 1));
            using var response = await served.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token);
            if (response.StatusCode != HttpStatusCode.OK)
                Assert.Fail($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(token)}");
            if (!stream)
                return (await response.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
            return await ReadStreamAsync(response, leave, pieces, token);
        }
        catch (OperationCanceledException) when (leave is not null)
        {
            return null;
        }
    }

    // A stream is whole when it has one id, one reason and its end.
    private static async Task<string> ReadStreamAsync(HttpResponseMessage response, CancellationTokenSource? leave, int pieces, CancellationToken token)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));
        string text = "";
        var ids = new HashSet<string>();
        int reasons = 0, count = 0;
        bool isDone = false;
        while (await reader.ReadLineAsync(token) is { } line)
        {
            if (line.Length == 0 || line[0] == ':')   // between events; while nothing comes
                continue;
            Assert.StartsWith("data: ", line, StringComparison.Ordinal);
            Assert.False(isDone);
            isDone = line == "data: [DONE]";
            if (isDone)
                continue;
            var chunk = JsonElement.Parse(line["data: ".Length..]);
            ids.Add(chunk.GetProperty("id").GetString()!);
            var choice = chunk.GetProperty("choices")[0];
            if (choice.GetProperty("delta").TryGetProperty("content", out var content))
                text += content.GetString();
            if (choice.GetProperty("finish_reason").ValueKind != JsonValueKind.Null)
                reasons++;
            if (leave is not null && count++ == pieces)
                await leave.CancelAsync();
        }

        Assert.True(isDone);
        Assert.Equal((1, 1), (ids.Count, reasons));
        return text;
    }

    // Five questions about five drawn products, in the words of the program's own clients.
    private List<JsonObject> Requests()
    {
        var options = new DrawnCatalogOptions { Products = 5, ImageSize = 112 };
        DrawnCatalog.Write(_folder, options);
        return
        [
            .. from row in DrawnCatalog.Rows(options)
               let picture = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(_folder, row.LocalImagePath)))
               from question in Questions
               select new JsonObject
               {
                   ["model"] = "phivision-tiny",
                   ["max_tokens"] = Tokens,
                   ["messages"] = new JsonArray(new JsonObject
                   {
                       ["role"] = "user",
                       ["content"] = new JsonArray(
                           new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = $"data:image/jpeg;base64,{picture}" } },
                           new JsonObject { ["type"] = "text", ["text"] = question }),
                   }),
               },
        ];
    }
}
