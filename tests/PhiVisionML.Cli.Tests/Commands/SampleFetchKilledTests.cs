using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Downloads.Tests.Pictures;
using Xunit;

namespace PhiVisionML.Cli.Tests.Commands;

/// <summary>The program itself fetches from a faulty server, is killed (SIGKILL) at random moments and started again.</summary>
public sealed class SampleFetchKilledTests(ITestOutputHelper output) : IDisposable
{
    private const int Parallel = 8;

    // Of a hundred pictures so many have a fault, each another one; the last faults of the list fail for good.
    private static readonly PictureFault[] Faults = Enum.GetValues<PictureFault>();

    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-killed").FullName;

    private string Out => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_killed_fetch_goes_on_and_asks_for_nothing_that_it_has() => FetchAsync(pictures: 200, kills: 3);

    [Fact(Explicit = true)]
    [Trait("Takes", "minutes")]
    public Task Three_thousand_pictures_survive_twenty_kills() => FetchAsync(pictures: 3000, kills: 20);

    private async Task FetchAsync(int pictures, int kills)
    {
        await using var server = await FaultyPictureServer.StartAsync();
        var table = Path.Combine(_folder, "feed.csv");
        File.WriteAllLines(table, Enumerable.Range(0, pictures).Select(number => $"{number},{server.Url(FaultOf(number), number)}").Prepend("id,imageurl"));
        var random = new Random(kills);
        var clock = Stopwatch.StartNew();
        var had = new List<(int LogLength, HashSet<string> Paths)>();
        foreach (var lines in Enumerable.Range(0, kills).Select(_ => random.Next(pictures * 95 / 100)).Order())
        {
            using var process = Start(table);
            while (Lines().Length < lines && !process.HasExited) await Task.Delay(2);
            await Task.Delay(random.Next(40));
            Assert.False(process.HasExited, "The program ended before it was killed.");
            process.Kill();
            await process.WaitForExitAsync();
            had.Add((server.Log.Count, Had()));
        }

        using var last = Start(table);
        using var summary = JsonDocument.Parse(await last.StandardOutput.ReadToEndAsync());
        await last.WaitForExitAsync();
        Assert.Equal(0, last.ExitCode);

        var log = server.Log;
        Assert.Empty(had.SelectMany(kill => log.Skip(kill.LogLength).Select(request => request.Path).Where(kill.Paths.Contains)));
        var sentAgain = server.Sent.Count - server.Sent.Distinct().Count();
        Assert.InRange(sentAgain, 0, kills * Parallel);
        AssertEveryRow(pictures, summary.RootElement);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{pictures} pictures, {kills} kills after {string.Join(", ", had.Select(kill => kill.Paths.Count))} pictures: {clock.Elapsed.TotalSeconds:F1} s, {log.Count} requests, {sentAgain} pictures sent again that were not in the manifest yet, none that was."));
    }

    private static PictureFault FaultOf(int number) => number % 100 < Faults.Length ? Faults[number % 100] : PictureFault.None;

    private Process Start(string table)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "phivision")) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "sample", "fetch", "--data", table, "--out", Out, "--parallel", $"{Parallel}", "--per-host", $"{Parallel}", "--timeout", "1", "--time-limit", "8", "--retries", "10",
            "--retry-delay", "0.05", "--max-mib", "1", "--allow-private-addresses", "--json",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The manifest's lines that have an end.</summary>
    private string[] Lines()
    {
        var manifest = Path.Combine(Out, "manifest.jsonl");
        if (!File.Exists(manifest)) return [];
        using var reader = new StreamReader(new FileStream(manifest, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n')[..^1];
    }

    /// <summary>The paths whose pictures the manifest has; their files are looked at.</summary>
    private HashSet<string> Had()
    {
        var paths = new HashSet<string>();
        foreach (var line in Lines())
        {
            using var entry = JsonDocument.Parse(line);
            if (!entry.RootElement.TryGetProperty("sha256", out var hash)) continue;
            var bytes = File.ReadAllBytes(Path.Combine(Out, entry.RootElement.GetProperty("file").GetString()!));
            Assert.Equal(hash.GetString(), FetchFolder.Sha256(bytes));
            paths.Add(new Uri(entry.RootElement.GetProperty("url").GetString()!).AbsolutePath);
            if (entry.RootElement.TryGetProperty("final_url", out var final)) paths.Add(new Uri(final.GetString()!).AbsolutePath);
        }
        return paths;
    }

    private void AssertEveryRow(int pictures, JsonElement summary)
    {
        var rows = CatalogRows.Open(Path.Combine(Out, "catalog.csv")).Read().ToList();
        Assert.Equal(Enumerable.Range(0, pictures).Select(number => number.ToString(CultureInfo.InvariantCulture)), rows.Select(row => row.Fields["id"]));
        var good = 0;
        foreach (var (number, row) in rows.Index())
        {
            var fault = FaultOf(number);
            if (fault >= PictureFault.Missing)
            {
                Assert.NotNull(row.Fields["image_error"]);
                continue;
            }
            good++;
            Assert.Null(row.Fields["image_error"]);
            Assert.Equal(TestPictures.Png(fault == PictureFault.Redirect ? 100_000 + number : number), File.ReadAllBytes(Path.Combine(Out, row.Fields["local_image_path"]!)));
        }
        Assert.Equal((pictures, good), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("rows_with_picture").GetInt32()));
        Assert.Equal(good, summary.GetProperty("fetched").GetInt32() + summary.GetProperty("already_there").GetInt32());
    }
}
