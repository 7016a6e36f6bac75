using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Cli.Serving;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Watching;
using PhiVisionML.Review;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision worker</c>: answers the jobs of a database, and lets people review what comes of them.</summary>
internal sealed class WorkerCommand
{
    private const double Gibibyte = 1L << 30;

    private static readonly CatalogEnrichmentOptions Defaults = new();

    private readonly StoreOption _store = new();
    private readonly AnsweringOptions _answering = new(new AnsweringPace());
    private readonly PolicyOptions _policy = new();
    private readonly ListenOptions _listen = new("http://127.0.0.1:8081");
    private readonly Option<bool> _review = new("--review") { Description = "Serve the reviewer's page at /review." };
    private readonly Option<bool> _reviewOnly = new("--review-only") { Description = "Serve the reviewer's page and answer no jobs." };
    private readonly Option<DirectoryInfo[]> _pictures = new("--pictures") { Description = "Folders whose pictures are shown and may be named over HTTP. Default: those of the database's catalogs are shown, and none may be named.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _queue = new("--queue") { Description = "Take products over HTTP, at /enrichment, for a run of the catalog of this name." };
    private readonly Option<DirectoryInfo?> _uploads = new("--uploads") { Description = "Folder for pictures that come with products over HTTP. Default: they are refused." };
    private readonly Option<double> _maxUploads = Knob.Create("--max-uploads-gib", "Most GiB in the folder of --uploads.", new EnrichmentQueueOptions().MaxUploadBytes / Gibibyte);
    private readonly Option<DirectoryInfo?> _watch = new("--watch") { Description = "Folder whose catalogs are queued as they are put into it; filled in, they lie in its folder done." };
    private readonly Option<string> _name = Knob.Create("--worker-name", "What ledger and log call the worker.", Defaults.WorkerName);
    private readonly Option<double> _lease = Knob.Create("--lease", "Seconds after which others take the jobs of a worker that gives no sign of life.", Defaults.Lease.TotalSeconds);
    private readonly Option<double> _drain = Knob.Create("--drain", "Seconds that batches under way may go on after Ctrl-C; then their jobs are given back.", Defaults.DrainTime.TotalSeconds);
    private readonly Option<double> _batchTimeout = Knob.Create("--batch-timeout", "Seconds that the model may take for a batch; past them the worker is taken to hang, and /health/live says so.", Defaults.BatchTimeout.TotalSeconds);
    private readonly TrustedProxies _proxies = new();
    private readonly Option<bool> _json = new("--json") { Description = "Write {\"url\": …} to standard output as soon as it listens, and log lines as JSON." };

    public static Command Create() => new WorkerCommand().Build();

    private ServiceCommand Build()
    {
        var command = new ServiceCommand("worker", """
            Answer the jobs of a database until Ctrl-C or SIGTERM; then jobs under way end or are given back, and nothing is lost. Any number of workers
            may share a database; those on several machines need PostgreSQL. With --model, the first worker puts that adapter in force; 'phivision
            enrich promote' changes it for all of them while they work.

            phivision worker --model catalog.zip --store shop.db --review
            phivision worker --model catalog.zip --store shop.db --watch inbox --policy policy.json
            phivision worker --remote http://gpu1:8000/v1 --remote-model phi-3-vision --choices-from catalog.csv --store postgres://phivision@db/shop
            phivision worker --review-only --store enriched.csv.enrichment.db

            With --review, --queue or --url it listens: /health/live, /health/ready, /review, /enrichment. OTEL_EXPORTER_OTLP_ENDPOINT sends metrics and traces there.
            """) { _store.Option, _review, _reviewOnly, _pictures, _queue, _uploads, _maxUploads, _watch, _proxies.Option, _name, _lease, _drain, _batchTimeout, _json };
        foreach (var option in _answering.All.Concat(_policy.All).Concat(_listen.All))
            command.Options.Add(option);
        command.SetService(Run);
        return command;
    }

    private IEnumerable<IdleOptions> Idle =>
    [
        new([_queue, _watch, _uploads, _maxUploads], parsed => parsed.GetValue(_reviewOnly), $"brings products, and {_reviewOnly.Name} answers no jobs, so it takes none; leave one of them out."),
        new([.. _answering.All, _name, _lease, _drain, _batchTimeout, _review], parsed => parsed.GetValue(_reviewOnly), $"is for a worker, and {_reviewOnly.Name} answers no jobs: leave it out, or take {_review.Name} in place of {_reviewOnly.Name}."),
        new(_policy.All, parsed => !Queues(parsed) && parsed.GetValue(_watch) is null, $"is for products that come by {_queue.Name} or {_watch.Name}; what 'phivision enrich add' queued has the policy that was given there."),
        new([_uploads], parsed => !Queues(parsed), $"is for products that come over HTTP; give {_queue.Name}, too."),
        new([_pictures], parsed => !Reviews(parsed) && !Queues(parsed), $"is for pictures that are shown or come over HTTP; give {_review.Name} or {_queue.Name}, too."),
        new([_maxUploads], parsed => parsed.GetValue(_uploads) is null, $"is for the folder of {_uploads.Name}; give that, too."),
        new([.. _listen.Access, _proxies.Option], parsed => !Listens(parsed), $"is for those who come over HTTP, and nothing listens; give {_review.Name}, {_queue.Name} or --url, too."),
        .. _answering.Idle,
        .. _policy.Idle(_answering.IsUnsure),
    ];

    private bool Queues(ParseResult parsed) => parsed.GetValue(_queue) is not null;

    private bool Reviews(ParseResult parsed) => parsed.GetValue(_review) || parsed.GetValue(_reviewOnly);

    private bool Listens(ParseResult parsed) => Reviews(parsed) || Queues(parsed) || _listen.IsGiven(parsed);

    private void Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        IdleOptions.Refuse(parsed, Idle);
        bool reviewOnly = parsed.GetValue(_reviewOnly);
        var (lease, drain, timeout) = (Seconds(parsed, _lease, 1, 3600), Seconds(parsed, _drain, 0, 3600), Seconds(parsed, _batchTimeout, 1, 7 * 24 * 3600));
        using var database = _answering.Named(parsed) is null ? _store.OpenExisting(parsed, cancellation) : _store.Open(parsed, cancellation);
        var plan = new WorkerPlan
        {
            Database = database,
            ConfigureWorker = worker =>
            {
                worker.WorkerName = parsed.GetRequiredValue(_name);
                worker.Lease = lease;
                worker.DrainTime = drain;
                worker.BatchTimeout = timeout;
            },
            JsonLog = parsed.GetValue(_json),
            TrustedProxies = _proxies.Read(parsed),
            Listening = Listens(parsed) ? _listen.Read(parsed) : null,
        };
        if (!reviewOnly)
            plan = WithAnswers(parsed, reporter, plan, cancellation);
        if (Reviews(parsed))
            plan = WithReview(parsed, plan, cancellation);
        new WorkerProgram(plan).RunAsync(Listening, cancellation).GetAwaiter().GetResult();
        reporter.Line("Stopped.");

        void Listening(string url)
        {
            if (parsed.GetValue(_json))
                Console.Out.WriteLine(JsonSerializer.Serialize(new { url }));
            reporter.Line($"Listening on {url} (Ctrl-C stops).{(plan.Review is null ? "" : $" To review: {url}/review")}");
        }
    }

    private static TimeSpan Seconds(ParseResult parsed, Option<double> option, double least, double most)
    {
        double seconds = parsed.GetValue(option);
        return seconds >= least && seconds <= most ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {seconds}; it must be {least} to {most} seconds."));
    }

    private WorkerPlan WithAnswers(ParseResult parsed, Reporter reporter, WorkerPlan plan, CancellationToken cancellation)
    {
        Func<CancellationToken, Task<CatalogQuestion>> question;
        if (_answering.IsRemote(parsed))
        {
            var remote = _answering.Open(parsed, catalog: null);
            question = _ => Task.FromResult(remote.Question());
            plan = plan with { Answer = builder => builder.UseEnricher(_ => remote.Enricher) };
        }
        else
        {
            RequireAdapter(parsed, reporter, plan.Database, cancellation);
            var local = _answering.Local(parsed);
            question = new PromotedQuestion(plan.Database.Releases, local).GetAsync;
            plan = plan with { Answer = builder => builder.UsePromotedModel(local) };
        }

        if (parsed.GetValue(_queue) is { } catalog)
            plan = WithQueue(parsed, reporter, plan, catalog, question, cancellation);
        return parsed.GetValue(_watch) is not { } folder ? plan
            : plan with { Watch = new CatalogWatcherOptions { Folder = folder.FullName, Policy = _policy.Read(parsed) }, Question = question };
    }

    private void RequireAdapter(ParseResult parsed, Reporter reporter, EnrichmentDatabase database, CancellationToken cancellation)
    {
        var inForce = database.Releases.GetCurrentAsync(cancellation).GetAwaiter().GetResult();
        if (_answering.Model(parsed) is not { } model)
        {
            if (inForce is null)
                throw new ArgumentException($"Nobody answers: no adapter is in force in '{database.Name}'. Give --model with what 'phivision train' wrote, or --remote with a server's address.");
            return;
        }

        var adapter = AdapterFile.Open(model, _answering.Local(parsed));
        if (inForce is null)
            database.Releases.PromoteAsync(adapter, CommandActor.Name, cancellation).GetAwaiter().GetResult();
        else if (inForce.Fingerprint != adapter.Fingerprint)
            reporter.Line($"In force is adapter {inForce.Fingerprint}, {inForce.Path}, and not '{model}'; 'phivision enrich promote' changes that.");
    }

    private WorkerPlan WithQueue(
        ParseResult parsed, Reporter reporter, WorkerPlan plan, string catalog, Func<CancellationToken, Task<CatalogQuestion>> question, CancellationToken cancellation)
    {
        if (parsed.GetValue(_maxUploads) is not > 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{_maxUploads.Name} is {parsed.GetValue(_maxUploads)}; it must be above 0."));
        var run = plan.Database.Jobs.FindOrStartRunAsync(
            new EnrichmentRunSettings
            {
                Catalog = catalog,
                Source = "HTTP",
                PictureFolder = parsed.GetValue(_uploads)?.FullName,
                Template = question(cancellation).GetAwaiter().GetResult().Template.Source,
                Policy = _policy.Read(parsed),
            },
            cancellation).GetAwaiter().GetResult();
        if (parsed.GetValue(_uploads) is { } uploads)
            Directory.CreateDirectory(uploads.FullName);
        reporter.Line($"Products are taken by POST to /enrichment/runs/{run.Id}/products.");
        var listening = plan.Listening!;
        return plan with
        {
            Queue = queue =>
            {
                queue.Question = question;
                queue.UploadFolder = parsed.GetValue(_uploads)?.FullName;
                queue.MaxUploadBytes = long.CreateSaturating(parsed.GetValue(_maxUploads) * Gibibyte);
                Open(queue, listening, (parsed.GetValue(_pictures) ?? []).Select(folder => folder.FullName));
            },
        };
    }

    private WorkerPlan WithReview(ParseResult parsed, WorkerPlan plan, CancellationToken cancellation)
    {
        var named = parsed.GetValue(_pictures) is { Length: > 0 } given
            ? given.Select(folder => folder.FullName)
            : plan.Database.Jobs.GetRunsAsync(cancellation).GetAwaiter().GetResult().Select(run => run.Settings.PictureFolder).Where(Directory.Exists);
        string[] folders = [.. named.Append(parsed.GetValue(_watch)?.FullName).Append(parsed.GetValue(_uploads)?.FullName).OfType<string>().Distinct()];
        var listening = plan.Listening!;
        return plan with
        {
            Review = review => Open(review, listening, folders),
        };
    }

    private static void Open(EnrichmentEndpointOptions options, Listening listening, IEnumerable<string> pictureFolders)
    {
        foreach (string folder in pictureFolders)
            options.PictureFolders.Add(folder);
        foreach (string key in listening.Keys)
            options.ApiKeys.Add(key);
        options.ApiKeyFile = listening.KeyFile;
        options.AllowAnonymous = listening.AllowAnonymous;
    }
}
