using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Export;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich run</c>: the whole way for people without a service.</summary>
internal sealed class EnrichRunCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly CatalogWork _work = new(new AnsweringPace());
    private readonly ExportOptions _export = new();
    private readonly StoreOption _store = new("the output's name with .enrichment.db behind it");

    public static Command Create() => new EnrichRunCommand().Build();

    private Command Build()
    {
        var command = new Command("run", """
            Fill in a catalog: queue its products, answer them, write the catalog with what was accepted. What is not sure enough waits for a reviewer
            (phivision worker --review-only --store FILE). Stopped or killed, it goes on where it was when it is started again.

            phivision enrich run catalog.csv --images pictures --model catalog.zip --policy policy.json --out enriched.csv
            phivision enrich run catalog.csv --images pictures --remote http://gpu1:8000/v1 --remote-model phi-3-vision --remote-samples 5 --accept-at 0.8 --out enriched.csv

            The policy comes from 'phivision enrich calibrate'. Exit codes: 0 done; 1 could not; 130 stopped.
            """) { _work.Table, _store.Option };
        foreach (var option in _export.All.Concat(_work.Options))
            command.Options.Add(option);
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        var (output, format) = _export.Read(parsed);
        var (path, source) = _work.ReadTable(parsed);
        CatalogExport.RequireOther(path, output);
        using var answering = _work.Open(parsed);
        using var database = _store.Open(parsed, cancellation, output + ".enrichment.db");
        RequireAlone(database, _work.Count(parsed, database, cancellation), cancellation);
        var (run, queued) = _work.Enqueue(parsed, reporter, database, answering, priority: 0, cancellation);
        CatalogWork.Print(queued, reporter);
        var counts = _work.Count(parsed, database, cancellation);   // those of earlier runs of the catalog, too, which may have been stopped
        if (counts.Leased > 0)
            reporter.Line($"{RunSummary.Number(counts.Leased)} products are held by a run that is still going or was killed; in that case they are taken over within {EnrichmentHost.Lease.TotalSeconds:F0} s.");
        if (counts.Open > 0)
            Answer(reporter, database, answering, counts, cancellation);
        var exported = new CatalogExport(database.Jobs, database.Ledger).WriteAsync(run.Settings.Catalog, answering.Template, path, source, output, format, cancellation).GetAwaiter().GetResult();
        return new Result(
            database.Name, queued, database.Jobs.CountAsync(run.Id, cancellation).GetAwaiter().GetResult(), exported,
            database.Ledger.CountReviewAsync(run.Id, cancellation).GetAwaiter().GetResult(), database.Ledger.GetCostAsync(run.Id, cancellation).GetAwaiter().GetResult());
    }

    // This model would answer what others are to answer.
    private static void RequireAlone(EnrichmentDatabase database, JobCounts own, CancellationToken cancellation)
    {
        long others = database.Jobs.CountAsync(runId: null, cancellation).GetAwaiter().GetResult().Open - own.Open;
        if (others > 0)
            throw new InvalidOperationException($"'{database.Name}' has {others} open jobs of other catalogs, which are for its workers; give --store a file of its own, or let a worker do all of it.");
    }

    private static void Answer(Reporter reporter, EnrichmentDatabase database, Answering answering, JobCounts before, CancellationToken cancellation)
        => reporter.Track("Answering", report =>
        {
            var pulse = new WorkerPulse(TimeProvider.System);
            using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var watch = WatchAsync();
            try
            {
                EnrichmentHost.RunAsync(database, answering.Enricher, pulse, cancellation).GetAwaiter().GetResult();
                Tell(database.Jobs.CountAsync(runId: null, cancellation).GetAwaiter().GetResult());
            }
            catch (OperationCanceledException)
            {
                reporter.Line($"Stopped. What is answered is kept in '{database.Name}': run the same command again to go on.");
                throw;
            }
            finally
            {
                watching.Cancel();
                watch.GetAwaiter().GetResult();
            }

            return true;

            void Tell(JobCounts now) => report(
                1 - (double)now.Open / before.Open, $"{RunSummary.Number(before.Open - now.Open)} of {RunSummary.Number(before.Open)}{(now.Dead > 0 ? $", {RunSummary.Number(now.Dead)} failed" : "")}");

            async Task WatchAsync()
            {
                string? trouble = null;
                try
                {
                    while (true)
                    {
                        await Task.Delay(Look, watching.Token).ConfigureAwait(false);
                        string? before = trouble;
                        trouble = pulse.Hang ?? pulse.EnricherFailure;
                        if (trouble is not null && before is null)
                            reporter.Line($"Nobody answers now; it goes on by itself once somebody does, and Ctrl-C ends it. {trouble}");
                        Tell(await database.Jobs.CountAsync(runId: null, watching.Token).ConfigureAwait(false));
                    }
                }
                catch (OperationCanceledException) when (watching.IsCancellationRequested)
                {
                    // all is answered
                }
                catch (EnrichmentStoreUnavailableException)
                {
                    // the worker says so, if it lasts
                }
            }
        });

    private static void Print(Result result, Reporter reporter)
    {
        reporter.PrintCoverage(result.Export.Before, result.Export.After);
        reporter.PrintReview(result.Review);
        reporter.PrintCost(result.Cost);
        reporter.Line(ExportOptions.Describe(result.Export));
        if (result.Export.Pending > 0)
            reporter.Line($"To review: phivision worker --review-only --store {result.Store}");
    }

    private sealed record Result(string Store, EnqueueResult Queued, JobCounts Jobs, ExportResult Export, IReadOnlyList<ReviewCounts> Review, RunCost Cost);
}
