// A worker in an application of your own: it fills in a queued catalog, and the catalog is written when all of it is answered.
// CatalogWorker MODEL_ZIP CATALOG_CSV PICTURE_FOLDER STORE OUTPUT_CSV
// Exit codes: 0 all products are answered; 1 some are not; 2 wrong arguments.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Export;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Workers;

if (args.Length != 5)
{
    Console.Error.WriteLine("Usage: CatalogWorker MODEL_ZIP CATALOG_CSV PICTURE_FOLDER STORE OUTPUT_CSV");
    return 2;
}

var (model, table, pictures, store, output) = (args[0], args[1], args[2], args[3], args[4]);
var source = new ProductSourceOptions { ImageFolder = pictures };

// The worker: a service that never ends on its own would leave StopWhenEmpty out, and log, and be asked for its health.
var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Services.AddCatalogEnrichment(options =>
{
    options.Store = store;   // a SQLite file, or postgres://user@host/name for several machines
    options.StopWhenEmpty = true;
}).UseModel(model);
using var host = builder.Build();
var database = host.Services.GetRequiredService<EnrichmentDatabase>();
await database.Jobs.InitializeAsync();

// What becomes of answers: titles that are sure enough are written where there is none, everything else waits for a reviewer.
var policy = new EnrichmentPolicy { Fields = new Dictionary<string, FieldPolicy> { ["title"] = new() { AcceptAt = 0.8 } } };

// The queue. What is there already is passed over, so that the program may be started again after a crash.
CatalogQuestion question;
using (var enricher = new LocalModelOptions().Open(model))
    question = new CatalogQuestion(enricher.Template, enricher.Prompt, enricher.PromptVersion, enricher.Adapter);
var settings = new EnrichmentRunSettings { Catalog = "shop", Source = table, PictureFolder = pictures, Template = question.Template.Source, Policy = policy };
var run = await database.Jobs.FindOrStartRunAsync(settings);
var queued = await new CatalogEnqueuer(database.Jobs, database.Ledger).EnqueueAsync(run, table, source, question);
Console.WriteLine($"run {run.Id}: {queued.Products} products, {queued.Queued} queued, {queued.Rejected.Count} rows left out");

// Works until no job is left, or Ctrl-C; what the worker failed by is thrown. (RunAsync would dispose the database, too.)
await host.StartAsync();
await host.WaitForShutdownAsync();
await host.Services.GetServices<IHostedService>().OfType<EnrichmentWorker>().Single().ExecuteTask!;

// The catalog with what was accepted; the ledger has the evidence, and database.Ledger.RevertRunAsync(run.Id, …) takes all of it back.
var export = await new CatalogExport(database.Jobs, database.Ledger).WriteAsync("shop", question.Template, table, source, output, ExportFormat.Csv);
foreach (var (before, after) in export.Before.Zip(export.After))
    Console.WriteLine($"{before.Field}: {before.Filled} of {before.Products} before, {after.Filled} now");
Console.WriteLine($"{export.Pending} products wait for a reviewer, {export.Failed} have an error");
var jobs = await database.Jobs.CountAsync(run.Id);
if (jobs is { Open: 0, Dead: 0 })
    return 0;
Console.Error.WriteLine($"{jobs.Open} products are not answered yet, and {jobs.Dead} were given up: 'phivision enrich status' says why.");
return 1;
