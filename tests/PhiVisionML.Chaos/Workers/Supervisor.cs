using System.Diagnostics;

namespace PhiVisionML.Chaos.Workers;

/// <summary>Keeps worker processes running until they end by themselves, as systemd does.</summary>
/// <param name="arguments">Their command line.</param>
/// <param name="log">What they write is added to this file.</param>
internal sealed class Supervisor(IReadOnlyList<string> arguments, string log)
{
    private const int KilledCode = 137;

    // Then it is of no use to start them again.
    private const int MostBreakdowns = 20;

    private readonly Lock _gate = new();
    private readonly List<Process> _running = [];

    /// <summary>Ends that nobody brought about, by exit code.</summary>
    public List<int> BrokeDown { get; } = [];

    /// <summary>Starts this program again with other arguments; its input ends when this process does.</summary>
    public static Process Start(IEnumerable<string> arguments, bool readsOutput)
    {
        string self = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(Supervisor).Assembly.Location] : [];
        return Process.Start(new ProcessStartInfo(self, [.. program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = readsOutput })!;
    }

    /// <summary>Runs that many workers until all have ended.</summary>
    public Task RunAsync(int workers, CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(1, workers).Select(_ => KeepAsync(cancellation)));

    /// <summary>Kills one of those that run and are chosen, as kill -9 does.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="isChosen">Whether a process, by its number, may be killed.</param>
    /// <returns>Whether there was one.</returns>
    public bool Kill(Random random, Func<int, bool> isChosen)
    {
        lock (_gate)
        {
            Process[] chosen = [.. _running.Where(process => isChosen(process.Id))];
            if (chosen.Length == 0)
                return false;
            chosen[random.Next(chosen.Length)].Kill();
            return true;
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        while (true)
        {
            using Process process = Start(arguments, readsOutput: true);
            process.OutputDataReceived += (_, line) => Write(line.Data);
            process.BeginOutputReadLine();
            lock (_gate)
                _running.Add(process);
            try
            {
                await process.WaitForExitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
            finally
            {
                lock (_gate)
                    _running.Remove(process);
            }

            if (process.ExitCode == 0)
                return;
            if (process.ExitCode == KilledCode)
                continue;
            lock (_gate)
                BrokeDown.Add(process.ExitCode);
            if (BrokeDown.Count == MostBreakdowns)
                return;
        }
    }

    private void Write(string? line)
    {
        if (line is not null)
            lock (_gate)
                File.AppendAllText(log, line + "\n");
    }
}
