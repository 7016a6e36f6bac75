using System.Diagnostics;
using System.Globalization;
using PhiVisionML.Downloads.Checkpoints;
using Xunit;

namespace PhiVisionML.Downloads.Tests.Checkpoints;

/// <summary>Real processes, killed without warning while they pull.</summary>
public class KillTests : PullTests
{
    [Fact]
    public Task A_killed_pull_goes_on_where_it_was() => KillAndResumeAsync(megabytes: 4, kills: 3, rangeBytes: 128 << 10);

    [Fact(Explicit = true)]
    [Trait("Takes", "minutes")]
    public Task A_large_pull_killed_ten_times_goes_on_where_it_was() => KillAndResumeAsync(megabytes: 100, kills: 10, rangeBytes: 1 << 20);

    private async Task KillAndResumeAsync(int megabytes, int kills, int rangeBytes)
    {
        await using var hub = await FakeHub.StartAsync((Weights, FakeHub.Random(megabytes << 20, 2)));
        var journal = Path.Combine(new PullFolder(Folder).PartialFolder, Weights + ".ranges");
        var random = new Random(3);
        int total = (megabytes << 20) / rangeBytes, allowed = 0;
        hub.Fault = async (_, _) =>
        {
            while (Volatile.Read(ref allowed) <= 0) await Task.Delay(2);
            Interlocked.Decrement(ref allowed);
            return false;
        };
        var finished = new HashSet<string>();
        for (int kill = 0; kill < kills; kill++)
        {
            // The server sends so many parts and then none, so that each life gets a little further.
            int share = total / (kills + 1);
            Interlocked.Exchange(ref allowed, share + 1);
            int sentBefore = hub.Sent.Count, expected = finished.Count + Math.Max(1, share - 4);
            using var process = Start(hub, rangeBytes);
            while (Lines(journal).Count < expected && !process.HasExited) await Task.Delay(5);
            await Task.Delay(random.Next(20));
            process.Kill();
            await process.WaitForExitAsync();
            Assert.DoesNotContain(hub.Sent.Skip(sentBefore).Where(sent => sent.Path == Weights && sent.End - sent.Start > 1), sent => finished.Contains($"{sent.Start} {sent.End}"));
            var lines = Lines(journal);
            Assert.Subset(lines, finished);
            Assert.True(lines.Count > finished.Count, $"The process ended with {process.ExitCode} and fetched nothing.");
            finished = lines;
        }

        Interlocked.Exchange(ref allowed, int.MaxValue);
        int before = hub.Sent.Count;
        var result = await new CheckpointPull(Options(hub) with { RangeBytes = rangeBytes }).RunAsync();
        AssertPulled(hub);
        Assert.Equal((total - finished.Count) * (long)rangeBytes, result.FetchedBytes);
        Assert.DoesNotContain(hub.Sent.Skip(before).Where(sent => sent.Path == Weights && sent.End - sent.Start > 1), sent => finished.Contains($"{sent.Start} {sent.End}"));
    }

    private Process Start(FakeHub hub, int rangeBytes)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", $"{typeof(KilledProcess).FullName}.{nameof(KilledProcess.Pulls_as_the_environment_says)}"])
        {
            RedirectStandardOutput = true,
            Environment = { [KilledProcess.AddressVariable] = hub.Address.ToString(), [KilledProcess.FolderVariable] = Folder, [KilledProcess.RangeVariable] = rangeBytes.ToString(CultureInfo.InvariantCulture) },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static HashSet<string> Lines(string journal) => File.Exists(journal) ? [.. File.ReadAllText(journal).Split('\n')[..^1].Skip(1)] : [];
}
