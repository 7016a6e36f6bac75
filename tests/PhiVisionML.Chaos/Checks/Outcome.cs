using System.Data.Common;
using PhiVisionML.Chaos.Stores;
using PhiVisionML.Chaos.Workers;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Chaos.Checks;

/// <summary>What lies in the database when all is over.</summary>
internal sealed record Outcome
{
    public required string Examined { get; init; }

    public required JobCounts Counts { get; init; }

    public required IReadOnlyList<JobLine> Jobs { get; init; }

    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    public required IReadOnlyList<ReviewItem> Answers { get; init; }

    public required IReadOnlyList<WrittenValue> Values { get; init; }

    public required IReadOnlyList<ReviewCounts> Proposals { get; init; }

    /// <summary>Rows of the table, whatever the reviewer's side shows of them.</summary>
    public required long AnswerRows { get; init; }

    /// <summary>Products that workers answered, every time counted.</summary>
    public required long Answered { get; init; }

    public long LostLeases => Jobs.Sum(job => (long)job.Lost);

    public int MostLost => Jobs.Max(job => job.Lost);

    public int LostThrice => Jobs.Count(job => job.Lost >= new RetryOptions().MaxLostWorkers);

    /// <summary>Reads all of it.</summary>
    public static async Task<Outcome> ReadAsync(IChaosStore store, EnrichmentDatabase database, string notes)
    {
        await using DbConnection connection = store.Connect();
        await connection.OpenAsync();
        return new Outcome
        {
            Examined = await store.ExamineAsync(),
            Counts = await database.Jobs.CountAsync(null),
            Jobs = await QueryAsync(connection, "SELECT id, sku, state, attempts, lost FROM enrichment_job", row => new JobLine(row.GetInt64(0), row.GetString(1), (JobState)row.GetInt32(2), row.GetInt32(3), row.GetInt32(4))),
            Ledger = await database.Ledger.ReadAsync(null).ToListAsync(),
            Answers = await ReviewAsync(database.Ledger),
            Values = await database.Ledger.GetValuesAsync(Products.Catalog).ToListAsync(),
            Proposals = await database.Ledger.CountReviewAsync(null),
            AnswerRows = (await QueryAsync(connection, "SELECT count(*) FROM enrichment_answer", row => row.GetInt64(0)))[0],
            Answered = FakeEnricher.AllAnswers(notes).Sum(file => (long)File.ReadLines(file).Count()),
        };
    }

    private static async Task<List<ReviewItem>> ReviewAsync(IEnrichmentLedger ledger)
    {
        var all = new List<ReviewItem>();
        while (await ledger.GetReviewAsync(new ReviewFilter { State = null }, all.Count == 0 ? 0 : all[^1].JobId, 500) is { Count: > 0 } page)
            all.AddRange(page);
        return all;
    }

    private static async Task<List<T>> QueryAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
            all.Add(read(rows));
        return all;
    }
}

/// <summary>A job's row.</summary>
internal sealed record JobLine(long Id, string Sku, JobState State, int Attempts, int Lost);
