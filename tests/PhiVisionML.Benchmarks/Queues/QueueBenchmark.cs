using System.Diagnostics;
using PhiVisionML.Benchmarks.Measuring;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Benchmarks.Queues;

/// <summary>What the queue costs beside the model's work, and whether claims take longer when there are more jobs.</summary>
internal sealed class QueueBenchmark : IBenchmark
{
    private const int Batch = 16;
    private const double MostMilliseconds = 1;
    private const double FlatWithin = 3;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public string Name => "queue";

    public string What => "ms a job at batch 16 on SQLite and PostgreSQL, beside bare commits; claims at 1,000 to 1,000,000 jobs (flat?)";

    public void Run(Settings settings, Report report) => RunAsync(settings, report).GetAwaiter().GetResult();

    private async Task RunAsync(Settings settings, Report report)
    {
        await foreach (QueueDatabase place in QueueDatabase.AllAsync())
        {
            await using (place)
            {
                await CostAsync(place, settings.Quick ? 320 : 4000, report);
                foreach (bool done in (bool[])[false, true])
                    await FlatnessAsync(place, settings.Quick ? [1000, 10_000] : [1000, 100_000, 1_000_000], done, report);
            }
        }
    }

    // Enqueue, claim, complete with evidence and two proposals; a batch takes two commits, so that two bare ones are the floor.
    private async Task CostAsync(QueueDatabase place, int jobs, Report report)
    {
        var (database, executeAsync) = await place.MakeAsync("cost");
        await using var _ = database;
        EnrichmentRun run = await database.Jobs.StartRunAsync(Settings);
        await WorkAsync(database, run.Id, jobs / 2, 0);   // what a worker costs that has run for some seconds: its code is compiled as well as it will be
        long start = Stopwatch.GetTimestamp();
        double enqueue = await WorkAsync(database, run.Id, jobs, jobs / 2);
        double all = Stopwatch.GetElapsedTime(start).TotalMilliseconds / jobs;

        await executeAsync("CREATE TABLE floor (n integer)");
        await executeAsync("INSERT INTO floor VALUES (1)");
        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 100; i++)
            await executeAsync("INSERT INTO floor VALUES (1)");
        double floor = Stopwatch.GetElapsedTime(start).TotalMilliseconds / 100 * 2 / Batch;
        report.Add(
            new { Name, Database = place.Name, Measure = "cost", Jobs = jobs, Batch, MsPerJob = Math.Round(all, 4), EnqueueMsPerJob = Math.Round(enqueue, 4), Floor = "two bare commits a batch", FloorMsPerJob = Math.Round(floor, 4), Ratio = Math.Round(all / floor, 2) },
            FormattableString.Invariant($"queue, {place.Name}: {all:F3} ms a job at batch {Batch} ({enqueue:F3} of it to enqueue); two bare commits a batch: {floor:F3} ms; ratio {all / floor:F2}"),
            place.Name != "postgres" || all <= MostMilliseconds);
    }

    private static async Task<double> WorkAsync(EnrichmentDatabase database, long run, int jobs, int first)
    {
        long start = Stopwatch.GetTimestamp();
        await database.Jobs.EnqueueAsync(run, [.. Enumerable.Range(first, jobs).Select(i => Job(i, 0))]);
        double enqueue = Stopwatch.GetElapsedTime(start).TotalMilliseconds / jobs;
        while (await database.Jobs.ClaimAsync("w", Batch, isIdle: true, Lease) is { Count: > 0 } batch)
            await database.Jobs.CompleteAsync("w", [.. batch.Select(Completed)]);
        return enqueue;
    }

    private async Task FlatnessAsync(QueueDatabase place, int[] sizes, bool done, Report report)
    {
        string what = done ? "all but 1,000 done" : "all ready, 5 priorities";
        var medians = new List<double>();
        foreach (int size in sizes)
        {
            var (database, executeAsync) = await place.MakeAsync($"flat_{size}_{(done ? "done" : "ready")}");
            await using var _ = database;
            EnrichmentRun run = await database.Jobs.StartRunAsync(Settings);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < size; i += 50_000)
                await database.Jobs.EnqueueAsync(run.Id, [.. Enumerable.Range(i, Math.Min(50_000, size - i)).Select(n => Job(n, n % 5))]);
            double enqueue = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (done)
                await executeAsync($"UPDATE enrichment_job SET state = 2 WHERE id <= {size - 1000}");
            var claims = new List<double>();
            for (int i = 0; i < 50; i++)
            {
                start = Stopwatch.GetTimestamp();
                int got = (await database.Jobs.ClaimAsync("w", Batch, isIdle: true, Lease)).Count;
                claims.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (got != Batch)
                    throw new InvalidDataException($"A claim got {got} jobs; {Batch} were there.");
            }

            start = Stopwatch.GetTimestamp();
            await database.Jobs.CountAsync(run.Id);
            double count = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            claims.Sort();
            medians.Add(claims[claims.Count / 2]);
            report.Add(
                new { Name, Database = place.Name, Measure = "claim", Jobs = size, Standing = what, ClaimMsMedian = Math.Round(medians[^1], 3), ClaimMsMax = Math.Round(claims[^1], 3), CountMs = Math.Round(count, 3), EnqueueSeconds = Math.Round(enqueue, 2) },
                FormattableString.Invariant($"queue, {place.Name}, {size} jobs, {what}: a claim of {Batch} takes {medians[^1]:F2} ms (median; at most {claims[^1]:F1}), a count {count:F2} ms; enqueued in {enqueue:F1} s"));
        }

        double growth = medians[^1] / medians[0];
        report.Add(
            new { Name, Database = place.Name, Measure = "flatness", Standing = what, From = sizes[0], To = sizes[^1], Ratio = Math.Round(growth, 2), Flat = growth <= FlatWithin },
            FormattableString.Invariant($"queue, {place.Name}, {what}: a claim at {sizes[^1]} jobs takes {growth:F2} times one at {sizes[0]}"),
            growth <= FlatWithin);
    }

    private static readonly EnrichmentRunSettings Settings = new() { Catalog = "bench", Template = "brand: {brand}", Policy = new EnrichmentPolicy() };

    private static EnrichmentJob Job(int number, int priority) => new(
        new EnrichmentProduct { Sku = $"SKU-{number:D8}", RowNumber = number, Fields = new Dictionary<string, string?> { ["title"] = "Running shoe, men, size 42", ["brand"] = null, ["colour"] = null }, Pictures = [$"/srv/pictures/{number}.jpg"], PictureHash = new string('a', 64) },
        "0123456789abcdef", "fedcba9876543210", priority);

    private static CompletedJob Completed(LeasedJob job) => new(job, new ProductAnswer
    {
        Text = "brand: Luma; colour: red",
        Fields = [new AnsweredField("brand", "Luma", 0.93), new AnsweredField("colour", "red", 0.81)],
        Tokens = [.. Enumerable.Range(0, 40).Select(i => new AnsweredToken("token", 0.9 + i / 1000.0))],
        Model = "base",
        Adapter = "fedcba9876543210",
        PromptVersion = "p1",
        PictureHash = new string('a', 64),
    }, [new FieldProposal("brand", null, "Luma", 0.93, ProposalState.Accepted), new FieldProposal("colour", null, "red", 0.81, ProposalState.Pending)]);
}
