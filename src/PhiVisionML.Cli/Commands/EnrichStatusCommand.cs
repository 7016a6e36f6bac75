using System.CommandLine;
using System.Globalization;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich status</c>: how runs stand.</summary>
internal sealed class EnrichStatusCommand
{
    private readonly StoreOption _store = new();
    private readonly Option<long?> _run = new("--run") { Description = "This run alone, with its errors. Default: all of them." };

    public static Command Create() => new EnrichStatusCommand().Build();

    private Command Build()
    {
        var command = new Command("status", """
            Show runs, jobs, values and what they cost.

            phivision enrich status --store shop.db
            phivision enrich status --store shop.db --run 3 --json
            """) { _store.Option, _run };
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private Result Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var database = _store.OpenExisting(parsed, cancellation);
        var run = parsed.GetValue(_run);
        return ReadAsync(database, run, cancellation).GetAwaiter().GetResult();
    }

    private static async Task<Result> ReadAsync(EnrichmentDatabase database, long? only, CancellationToken cancellation)
    {
        var runs = new List<RunState>();
        foreach (var run in only is { } id ? [await database.Jobs.GetRunAsync(id, cancellation).ConfigureAwait(false)] : await database.Jobs.GetRunsAsync(cancellation).ConfigureAwait(false))
            runs.Add(new RunState(run.Id, run.StartedAt, run.Settings.Catalog, run.Settings.Source, await database.Jobs.CountAsync(run.Id, cancellation).ConfigureAwait(false)));
        var dead = new Dictionary<long, DeadProduct>();
        if (only is not null)
        {
            await foreach (var entry in database.Ledger.ReadAsync(only, cancellation).ConfigureAwait(false))
            {
                if (entry.Kind == LedgerKind.Dead)
                    dead[entry.JobId!.Value] = new DeadProduct(entry.Sku!, entry.Note ?? "");
                else if (entry.Kind is LedgerKind.Requeued or LedgerKind.Done)
                    dead.Remove(entry.JobId ?? 0);
            }
        }

        return new Result(
            database.Name, runs, await database.Ledger.CountReviewAsync(only, cancellation).ConfigureAwait(false), await database.Ledger.GetCostAsync(only, cancellation).ConfigureAwait(false),
            await database.Releases.GetCurrentAsync(cancellation).ConfigureAwait(false), [.. dead.Values]);
    }

    private static void Print(Result result, Reporter reporter)
    {
        if (result.Runs.Count == 0)
        {
            reporter.Line($"'{result.Store}' has no run yet; 'phivision enrich add' queues a catalog.");
            return;
        }

        reporter.Table(["run", "started", "catalog", "ready", "under way", "done", "given up"], result.Runs.Select(run => (IReadOnlyList<string>)
        [
            RunSummary.Number(run.Id), run.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), run.Catalog,
            RunSummary.Number(run.Jobs.Ready), RunSummary.Number(run.Jobs.Leased), RunSummary.Number(run.Jobs.Done), RunSummary.Number(run.Jobs.Dead),
        ]));
        reporter.PrintReview(result.Review);
        reporter.PrintCost(result.Cost);
        if (result.Adapter is { } adapter)
            reporter.Line($"In force: adapter {adapter.Fingerprint}, {adapter.Path}, since {adapter.PromotedAt:yyyy-MM-dd HH:mm} by {adapter.Actor}.");
        foreach (var (sku, error) in result.GivenUp)
            reporter.Line($"'{sku}' was given up: {error}");
    }

    private sealed record Result(
        string Store, IReadOnlyList<RunState> Runs, IReadOnlyList<ReviewCounts> Review, RunCost Cost, AdapterRelease? Adapter, IReadOnlyList<DeadProduct> GivenUp);

    private sealed record RunState(long Id, DateTimeOffset StartedAt, string Catalog, string Source, JobCounts Jobs);

    private sealed record DeadProduct(string Sku, string Error);
}
