using System.Data.Common;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Says how jobs stand.</summary>
internal sealed class JobReading(StoreTransactions transactions)
{
    private const string Outcome = "SELECT sku, state, error, (SELECT count(*) FROM enrichment_proposal p WHERE p.job_id = j.id AND p.state = 0) FROM enrichment_job j";

    public async Task<JobCounts> CountAsync(long? runId, CancellationToken cancellation)
    {
        var counts = await transactions.ReadAsync(session => session.QueryAsync(
            $"SELECT state, CAST(sum(n) AS bigint), count(*) FROM enrichment_job_count{(runId is null ? "" : " WHERE run_id = @run")} GROUP BY state",
            row => (State: (JobState)row.GetInt32(0), Jobs: row.GetInt64(1), Rows: row.GetInt64(2)),
            runId is { } run ? [("run", run)] : []), cancellation).ConfigureAwait(false);
        await KeptCounts.TidyAsync(transactions, counts.Sum(c => c.Rows), cancellation).ConfigureAwait(false);
        long Of(JobState state) => counts.FirstOrDefault(c => c.State == state).Jobs;
        return new JobCounts(Of(JobState.Ready), Of(JobState.Leased), Of(JobState.Done), Of(JobState.Dead));
    }

    public IAsyncEnumerable<JobOutcome> GetOutcomesAsync(string catalog, CancellationToken cancellation) => transactions.StreamAsync(
        $"""
        {Outcome} WHERE catalog = @catalog AND NOT EXISTS (SELECT 1 FROM enrichment_job later WHERE later.catalog = j.catalog AND later.sku = j.sku AND later.id > j.id)
        ORDER BY sku
        """,
        Read,
        [("catalog", catalog)],
        cancellation);

    // + 0: by its SKU the product has few jobs; in the order of their numbers there may be a million others before the first of them.
    public Task<JobOutcome?> FindOutcomeAsync(string catalog, string sku, CancellationToken cancellation)
        => transactions.ReadAsync(session => session.FirstAsync($"{Outcome} WHERE catalog = @catalog AND sku = @sku ORDER BY id + 0 DESC LIMIT 1", Read, ("catalog", catalog), ("sku", sku)), cancellation);

    private static JobOutcome Read(DbDataReader row) => new(row.GetString(0), (JobState)row.GetInt32(1), row.TextOrNull(2), row.GetInt32(3));
}
