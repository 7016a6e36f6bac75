using System.CommandLine;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Pipelines;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Cli.Enriching;

/// <summary>What 'enrich run' and 'enrich add' share: a catalog whose products are queued.</summary>
internal sealed class CatalogWork
{
    // A catalog may have a million rows without a picture.
    private const int MostNamed = 20;

    private readonly CatalogOptions _catalog = new();
    private readonly PolicyOptions _policy = new();
    private readonly AnsweringOptions _answering;
    private readonly Option<string?> _name = NameOption();
    private readonly Option<bool> _again = new("--again") { Description = "Ask once more for products that were answered and have not changed." };

    /// <param name="pace">How much is answered at once; null where others answer.</param>
    public CatalogWork(AnsweringPace? pace) => _answering = new(pace);

    public static Option<string?> NameOption() => new("--name") { Description = "The catalog's name in the database; product codes are unique within it. Default: the file's name without extension." };

    public Argument<FileInfo> Table => _catalog.Table;

    public IEnumerable<Option> Options => [.. _answering.All, .. _policy.All, .. _catalog.AllButTable, _name, _again];

    /// <summary>Opens whoever answers, and looks into the catalog: what is wrong with either leaves no database behind.</summary>
    public Answering Open(ParseResult parsed)
    {
        IdleOptions.Refuse(parsed, [.. _answering.Idle, .. _policy.Idle(_answering.IsUnsure)]);
        var (path, source) = _catalog.ReadTable(parsed);
        ProductSource.Open(path, source);
        var answering = _answering.Open(parsed, () => ProductSource.Read(path, source with { RequireImages = false }, _ => { }));
        try
        {
            Policy(parsed, answering);
            return answering;
        }
        catch
        {
            answering.Dispose();
            throw;
        }
    }

    /// <summary>Jobs of all runs of the catalog.</summary>
    public JobCounts Count(ParseResult parsed, EnrichmentDatabase database, CancellationToken cancellation)
    {
        var counts = database.Jobs.GetRunsAsync(cancellation).GetAwaiter().GetResult().Where(run => run.Settings.Catalog == Name(parsed))
            .Select(run => database.Jobs.CountAsync(run.Id, cancellation).GetAwaiter().GetResult()).ToArray();
        return new JobCounts(counts.Sum(run => run.Ready), counts.Sum(run => run.Leased), counts.Sum(run => run.Done), counts.Sum(run => run.Dead));
    }

    /// <summary>Queues the catalog. With <c>--again</c> a run that was stopped before its end goes on.</summary>
    public (EnrichmentRun Run, EnqueueResult Result) Enqueue(ParseResult parsed, Reporter reporter, EnrichmentDatabase database, Answering answering, int priority, CancellationToken cancellation)
    {
        var (path, source) = _catalog.ReadTable(parsed);
        var settings = new EnrichmentRunSettings
        {
            Catalog = Name(parsed),
            Source = path,
            PictureFolder = source.ImageFolder,
            Template = answering.Template.Source,
            Policy = Policy(parsed, answering),
        };
        bool again = parsed.GetValue(_again);
        var run = database.Jobs.FindOrStartRunAsync(settings, cancellation).GetAwaiter().GetResult();
        if (again && database.Jobs.CountAsync(run.Id, cancellation).GetAwaiter().GetResult() is { Open: 0, Total: > 0 })
            run = database.Jobs.StartRunAsync(settings, cancellation).GetAwaiter().GetResult();
        string round = again ? FormattableString.Invariant($"run {run.Id}") : "";
        var result = reporter.Track("Queueing", report => new CatalogEnqueuer(database.Jobs, database.Ledger)
            .EnqueueAsync(run, path, source, answering.Question(round, priority), new SynchronousProgress<int>(read => report(0, $"{RunSummary.Number(read)} products")), cancellation).GetAwaiter().GetResult());
        foreach (var row in result.Rejected.Take(MostNamed))
            reporter.Line($"row {row.RowNumber} ({row.ProductCode}) is left out: {row.Reason}");
        if (result.Rejected.Count > MostNamed)
            reporter.Line($"{RunSummary.Number(result.Rejected.Count - MostNamed)} further rows are left out; the export says why.");
        return (run, result);
    }

    /// <summary>Says what was queued.</summary>
    public static void Print(EnqueueResult result, Reporter reporter)
    {
        reporter.Line($"Run {result.RunId}: {RunSummary.Number(result.Products)} products, {RunSummary.Number(result.Queued)} of them new in the queue.");
        if (result.Unchanged > 0)
            reporter.Line($"{RunSummary.Number(result.Unchanged)} were queued before and have not changed since (--again asks once more).");
        if (result.Complete > 0)
            reporter.Line($"{RunSummary.Number(result.Complete)} lack nothing that the policy would write.");
    }

    /// <summary>How the catalog is read.</summary>
    public (string Path, ProductSourceOptions Source) ReadTable(ParseResult parsed) => _catalog.ReadTable(parsed);

    private string Name(ParseResult parsed) => parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(_catalog.ReadTable(parsed).Path);

    private EnrichmentPolicy Policy(ParseResult parsed, Answering answering)
    {
        var policy = _policy.Read(parsed);
        string[] names = [.. answering.Template.Fields.Select(field => field.Name)];
        return policy.Fields.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown
            ? throw new ArgumentException($"The policy has the field '{unknown}', which the model does not answer; it answers {string.Join(", ", names)}.") : policy;
    }
}
