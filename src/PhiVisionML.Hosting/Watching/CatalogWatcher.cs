using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Files;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Export;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Hosting.Watching;

/// <summary>
/// Queues the catalogs that are put into a folder, and writes them filled in when they are answered. It keeps nothing but what store and folder say,
/// so that it goes on after a crash. One program watches a folder.
/// </summary>
public sealed partial class CatalogWatcher : BackgroundService
{
    private const string Done = "done", Refused = "refused";

    private static readonly string[] Extensions = [".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".xml", ".rss"];

    private readonly IEnrichmentJobStore _store;
    private readonly IEnrichmentLedger _ledger;
    private readonly CatalogWatcherOptions _options;
    private readonly Func<CancellationToken, Task<CatalogQuestion>> _question;
    private readonly TimeProvider _time;
    private readonly ILogger<CatalogWatcher> _logger;
    private readonly ProductSourceOptions _source;
    private readonly Dictionary<string, (long Length, DateTime Changed)> _seen = [];
    private readonly Dictionary<string, EnrichmentRun> _taken = [];

    /// <param name="store">Where jobs go.</param>
    /// <param name="ledger">What was written.</param>
    /// <param name="options">The folder.</param>
    /// <param name="question">What is asked about products now.</param>
    /// <param name="time">The clock of looks.</param>
    /// <param name="logger">Told what is taken, done and refused.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public CatalogWatcher(
        IEnrichmentJobStore store, IEnrichmentLedger ledger, CatalogWatcherOptions options, Func<CancellationToken, Task<CatalogQuestion>> question, TimeProvider time, ILogger<CatalogWatcher> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.PollInterval, TimeSpan.Zero);
        if (!Directory.Exists(options.Folder))
            throw new DirectoryNotFoundException($"The folder '{options.Folder}' that is to be watched does not exist.");
        (_store, _ledger, _options, _question, _time, _logger) = (store, ledger, options, question, time, logger);
        _source = options.Source ?? new ProductSourceOptions { ImageFolder = Path.GetFullPath(options.Folder) };
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();   // the application starts without waiting for the first look
        while (true)
        {
            foreach (string path in Files())
            {
                try
                {
                    await LookAsync(path, stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogAway(path, e.Message);   // the store, the file or the model; the next look may find it
                }
            }

            await Task.Delay(_options.PollInterval, _time, stoppingToken).ConfigureAwait(false);
        }
    }

    private string[] Files()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_options.Folder).Where(IsCatalog).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogAway(_options.Folder, e.Message);
            return [];
        }
    }

    private static bool IsCatalog(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && Path.GetFileName(path)[0] != '.';

    private async Task LookAsync(string path, CancellationToken stopping)
    {
        var file = new FileInfo(path);
        var state = (file.Length, file.LastWriteTimeUtc);
        if (!_seen.TryGetValue(path, out var before) || before != state)
        {
            _seen[path] = state;   // perhaps it is still being written
            _taken.Remove(path);
            return;
        }

        if (!_taken.TryGetValue(path, out var run))
            await TakeAsync(path, stopping).ConfigureAwait(false);
        else if ((await _store.CountAsync(run.Id, stopping).ConfigureAwait(false)).Open == 0)
            await WriteAsync(path, run, stopping).ConfigureAwait(false);
    }

    private async Task TakeAsync(string path, CancellationToken stopping)
    {
        CatalogQuestion question;
        try
        {
            question = await _question(stopping).ConfigureAwait(false);
        }
        catch (EnricherUnavailableException e)
        {
            LogAway(path, e.Message);
            return;
        }

        var settings = new EnrichmentRunSettings
        {
            Catalog = Path.GetFileNameWithoutExtension(path),
            Source = path,
            PictureFolder = _source.ImageFolder,
            Template = question.Template.Source,
            Policy = _options.Policy,
        };
        try
        {
            ProductSource.Open(path, _source);   // a file that is no catalog leaves no run
            var run = await _store.FindOrStartRunAsync(settings, stopping).ConfigureAwait(false);
            var queued = await new CatalogEnqueuer(_store, _ledger).EnqueueAsync(run, path, _source, question, progress: null, stopping).ConfigureAwait(false);
            _taken[path] = run;
            LogTaken(path, run.Id, queued.Products, queued.Queued, queued.Rejected.Count);
        }
        catch (InvalidDataException e)
        {
            string target = Free(Refused, Path.GetFileName(path));
            AtomicFile.Write(target + ".error.txt", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(e.Message + "\n")));
            Move(path, target);
            LogRefused(path, e.Message);
        }
    }

    private async Task WriteAsync(string path, EnrichmentRun run, CancellationToken stopping)
    {
        string target = Free(Done, Path.GetFileName(path)), output = Path.ChangeExtension(target, ".enriched.csv");
        var written = await new CatalogExport(_store, _ledger)
            .WriteAsync(run.Settings.Catalog, AnswerTemplate.Parse(run.Settings.Template), path, _source, output, ExportFormat.Csv, stopping).ConfigureAwait(false);
        var file = new FileInfo(path);
        if (written.Open > 0 || (file.Length, file.LastWriteTimeUtc) != _seen[path])
        {
            File.Delete(output);   // jobs of an earlier run are open, or another file lies there by now
            return;
        }

        Move(path, target);
        LogWritten(output, written.Rows, written.Changed, written.Pending, written.Failed);
    }

    /// <summary>A name that neither the file nor its export has taken.</summary>
    private string Free(string folder, string name)
    {
        Directory.CreateDirectory(Path.Combine(_options.Folder, folder));
        for (int i = 1; ; i++)
        {
            string tried = i == 1 ? name : FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(name)}-{i}{Path.GetExtension(name)}");
            string target = Path.Combine(_options.Folder, folder, tried);
            if (!File.Exists(target) && !File.Exists(Path.ChangeExtension(target, ".enriched.csv")))
                return target;
        }
    }

    private void Move(string path, string target)
    {
        File.Move(path, target);
        _seen.Remove(path);
        _taken.Remove(path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Path}' is run {Run}: {Products} products, {Queued} new in the queue, {Rejected} rows left out.")]
    private partial void LogTaken(string path, long run, int products, int queued, int rejected);

    [LoggerMessage(Level = LogLevel.Information, Message = "Wrote '{Path}': {Rows} rows, {Changed} with new values, {Pending} to review, {Failed} with an error.")]
    private partial void LogWritten(string path, int rows, int changed, int pending, int failed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' is no catalog and lies in 'refused' now: {Error}")]
    private partial void LogRefused(string path, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' is looked at again: {Error}")]
    private partial void LogAway(string path, string error);
}
