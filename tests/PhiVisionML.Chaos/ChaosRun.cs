using System.Diagnostics;
using PhiVisionML.Chaos.Checks;
using PhiVisionML.Chaos.Stores;
using PhiVisionML.Chaos.Workers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Chaos;

/// <summary>Queues jobs, starts workers, kills them, disturbs their database, and looks at what came out.</summary>
internal sealed class ChaosRun(ChaosOptions options)
{
    private const int SmallDiskMebibytes = 320;

    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(20), FullFor = TimeSpan.FromSeconds(6);

    private static readonly EnrichmentRunSettings Settings = new()
    {
        Catalog = Products.Catalog,
        Template = "brand: {brand}; colour: {colour}",
        Policy = new EnrichmentPolicy { Fields = new Dictionary<string, FieldPolicy> { ["brand"] = new() { AcceptAt = 0.5 } } },
    };

    private readonly long _start = Stopwatch.GetTimestamp();

    private int _kills, _disturbances;

    /// <summary>Does all of it.</summary>
    /// <returns>0; 1 if a check failed.</returns>
    public async Task<int> RunAsync()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"phivision-chaos-{Guid.NewGuid():N}")).FullName;   // the server, another user, may look into it
        string notes = Directory.CreateDirectory(Path.Combine(folder, "notes")).FullName;
        bool isFine;
        using (SmallDisk? disk = options.DiskFull ? new SmallDisk(Path.Combine(folder, "disk"), SmallDiskMebibytes) : null)
        {
            string data = disk?.Folder ?? folder;
            await using IChaosStore store = options.Store == ChaosOptions.Postgres ? await PostgresChaosStore.StartAsync(data) : new SqliteChaosStore(data);
            isFine = await RunAsync(store, disk, notes, Path.Combine(folder, "workers.log"));
        }

        if (isFine)
            Directory.Delete(folder, recursive: true);
        else
            Say($"What workers wrote is in {folder}.");
        return isFine ? 0 : 1;
    }

    private async Task<bool> RunAsync(IChaosStore store, SmallDisk? disk, string notes, string log)
    {
        await using var database = EnrichmentDatabase.Open(store.Connection);
        await database.Jobs.InitializeAsync();
        EnrichmentRun run = await database.Jobs.StartRunAsync(Settings);
        await database.Jobs.EnqueueAsync(run.Id, [.. Enumerable.Range(0, options.Jobs).Select(Job)]);

        using var end = new CancellationTokenSource(MostTime);
        var supervisor = new Supervisor(["worker", store.Connection, notes, "--pace", $"{options.Pace}"], log);
        Task working = supervisor.RunAsync(options.Workers, end.Token);
        using var worked = new CancellationTokenSource();
        Task[] others = [KillAsync(supervisor, notes, worked.Token), DisturbAsync(store, disk, worked.Token), TellAsync(database, worked.Token)];
        bool hasEnded = true;
        try
        {
            await working;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            hasEnded = false;
        }

        await worked.CancelAsync();
        await Task.WhenAll(others);
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;

        var table = new CheckTable();
        table.Add("workers ended by themselves, no job left", hasEnded ? "yes" : $"not within {MostTime.TotalMinutes} minutes", hasEnded);
        table.AddCount("workers killed", _kills, options.Kills);
        table.AddCount("disturbances of the database", _disturbances, options.Restarts + (disk is null ? 0 : 1));
        table.AddCount("workers that broke down by themselves", supervisor.BrokeDown.Count, 0);
        var outcome = await Outcome.ReadAsync(store, database, notes);
        table.AddAll(outcome, options.Jobs);
        Console.WriteLine(table);
        Console.WriteLine(FormattableString.Invariant($"{options.Store}, {options.Jobs} jobs, {options.Workers} workers, seed {options.Seed}: {seconds:F0} s; {outcome.LostLeases} leases lost, one job at most {outcome.MostLost} times, {outcome.LostThrice} jobs three times or more (given up by the default of 3, here {WorkerProgram.MaxLostWorkers}); {outcome.Answered} products answered, {outcome.Answered - options.Jobs} more than there are"));
        return table.IsFine;
    }

    private static EnrichmentJob Job(int number) => new(
        new EnrichmentProduct { Sku = Products.Sku(number), RowNumber = number + 1, Fields = new Dictionary<string, string?> { ["brand"] = null, ["colour"] = null }, Pictures = [] }, "c1", "a1");

    // One that has not had a job yet loses nothing.
    private async Task KillAsync(Supervisor supervisor, string notes, CancellationToken cancellation)
    {
        var random = new Random(options.Seed);
        while (_kills < options.Kills && await DelayAsync(TimeSpan.FromMilliseconds(random.NextDouble() * 2 * options.Gap), cancellation))
            if (supervisor.Kill(random, process => File.Exists(FakeEnricher.AnswersOf(notes, process))))
                _kills++;
    }

    private async Task DisturbAsync(IChaosStore store, SmallDisk? disk, CancellationToken cancellation)
    {
        var random = new Random(options.Seed + 1);
        int all = options.Restarts + (disk is null ? 0 : 1), full = disk is null ? -1 : random.Next(all);
        var gap = TimeSpan.FromMilliseconds((double)options.Gap * options.Kills / (all + 1));
        for (int number = 0; number < all && await DelayAsync(gap * (0.5 + random.NextDouble() / 2), cancellation); number++)
        {
            string what = number == full ? await FillAsync(store, disk!) : await store.DisturbAsync(number, random);
            _disturbances++;
            Say(what);
        }
    }

    private static async Task<string> FillAsync(IChaosStore store, SmallDisk disk)
    {
        disk.Fill();
        await Task.Delay(FullFor);
        disk.Free();
        await store.RecoverAsync();
        return $"the disk was full for {FullFor.TotalSeconds} s";
    }

    private async Task TellAsync(EnrichmentDatabase database, CancellationToken cancellation)
    {
        while (await DelayAsync(TimeSpan.FromSeconds(10), cancellation))
        {
            try
            {
                Say($"{await database.Jobs.CountAsync(null, cancellation)}, {_kills} kills");
            }
            catch (Exception e) when (e is EnrichmentStoreUnavailableException or OperationCanceledException)
            {
                Say(e.Message);
            }
        }
    }

    private static async Task<bool> DelayAsync(TimeSpan time, CancellationToken cancellation)
    {
        await Task.Delay(time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }

    private void Say(string what) => Console.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(_start).TotalSeconds,6:F1} s  {what}"));
}
