using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PhiVisionML.Enrichment.Answers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using Xunit;

namespace PhiVisionML.Enrichment.Tests.Stores;

/// <summary>What tests of both databases share: an empty database, and short ways to fill it.</summary>
public abstract class StoreTests(IPlace place) : IAsyncLifetime
{
    protected static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    protected static readonly RetryOptions Retries = new() { MaxAttempts = 3, MaxLostWorkers = 3, FirstBackOff = TimeSpan.FromMilliseconds(1), LongestBackOff = TimeSpan.FromMilliseconds(5) };

    private string? _connection;
    private EnrichmentDatabase? _database;

    protected string Connection => _connection!;

    protected EnrichmentDatabase Database => _database!;

    protected IEnrichmentJobStore Jobs => Database.Jobs;

    protected IEnrichmentLedger Ledger => Database.Ledger;

    public async ValueTask InitializeAsync()
    {
        _connection = await place.MakeAsync();
        _database = EnrichmentDatabase.Open(_connection, Retries);
        await Jobs.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_database is not null)
            await _database.DisposeAsync();
        await place.DisposeAsync();
    }

    protected static EnrichmentRunSettings Settings(string catalog = "shoes") => new() { Catalog = catalog, Source = "shoes.csv", Template = "brand: {brand}", Policy = new EnrichmentPolicy() };

    protected static EnrichmentJob Job(string sku, int priority = 0, string adapter = "a1", string content = "c1") => new(
        new EnrichmentProduct { Sku = sku, RowNumber = 1, Fields = new Dictionary<string, string?> { ["title"] = $"Shoe {sku}", ["brand"] = null }, Pictures = [$"/pictures/{sku}.jpg"], PictureHash = "ab" },
        content, adapter, priority);

    protected static CompletedJob Completed(LeasedJob job, params FieldProposal[] proposals) => new(job, new ProductAnswer
    {
        Text = "brand: Luma",
        Fields = [new AnsweredField("brand", "Luma", 0.75) { RunnerUp = "Lumo", RunnerUpProbability = 0.125 }],
        Tokens = [new AnsweredToken("brand", 0.5), new AnsweredToken("", 1)],
        Model = "base",
        Adapter = "a1",
        PromptVersion = "p1",
        PictureHash = "ab",
        PromptTokens = 800,
        OutputTokens = 12,
        Seconds = 0.5,
        Joules = 20,
    }, proposals);

    protected static FieldProposal Proposal(string field, string proposed, ProposalState state = ProposalState.Pending, string? current = null, double? confidence = 0.75) => new(field, current, proposed, confidence, state);

    /// <summary>A run with jobs.</summary>
    protected async Task<EnrichmentRun> EnqueueAsync(params EnrichmentJob[] jobs)
    {
        EnrichmentRun run = await Jobs.StartRunAsync(Settings());
        await Jobs.EnqueueAsync(run.Id, jobs);
        return run;
    }

    protected async Task<LeasedJob> ClaimOneAsync(string worker = "w1") => Assert.Single(await Jobs.ClaimAsync(worker, 1, isIdle: true, Minutes));

    /// <summary>A run with one product, answered.</summary>
    protected async Task<(EnrichmentRun Run, ReviewItem Item)> AnswerAsync(string sku, params FieldProposal[] proposals)
    {
        EnrichmentRun run = await EnqueueAsync(Job(sku, content: Guid.NewGuid().ToString()));
        LeasedJob job = await ClaimOneAsync();
        Assert.Equal([job.Id], await Jobs.CompleteAsync("w1", [Completed(job, proposals)]));
        return (run, (await Ledger.GetReviewItemAsync(job.Id))!);
    }

    protected async Task<List<LedgerEntry>> LedgerAsync(params LedgerKind[] kinds)
    {
        var entries = new List<LedgerEntry>();
        await foreach (LedgerEntry entry in Ledger.ReadAsync(null))
            if (kinds.Length == 0 || kinds.Contains(entry.Kind))
                entries.Add(entry);
        return entries;
    }

    protected async Task<List<WrittenValue>> ValuesAsync(string catalog = "shoes") => await Ledger.GetValuesAsync(catalog).ToListAsync();

    /// <summary>Claims until there is something, for what a short lease or back-off gives back in a moment.</summary>
    protected async Task<IReadOnlyList<LeasedJob>> ClaimSoonAsync(string worker, int count = 10, bool isIdle = true, TimeSpan? lease = null)
    {
        while (true)
        {
            var jobs = await Jobs.ClaimAsync(worker, count, isIdle, lease ?? Minutes);
            if (jobs.Count > 0)
                return jobs;
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(2);
        }
    }

    /// <summary>Runs a statement past the store.</summary>
    protected async Task<object?> SqlAsync(string sql)
    {
        await using DbConnection connection = Database.IsPostgres ? new NpgsqlConnection(Connection) : new SqliteConnection($"Data Source={Connection};Pooling=False");
        await connection.OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
