using System.Text.Json;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Puts jobs into the queue.</summary>
internal sealed class JobEnqueuing(StoreTransactions transactions)
{
    private const int JobsAtOnce = 1000;

    public async Task<int> EnqueueAsync(long runId, IReadOnlyCollection<EnrichmentJob> jobs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (EnrichmentJob job in jobs)
            Check(job);
        return await transactions.WriteAsync(async session =>
        {
            string catalog = await session.FirstAsync("SELECT catalog FROM enrichment_run WHERE id = @run", row => row.GetString(0), ("run", runId)).ConfigureAwait(false)
                ?? throw new KeyNotFoundException($"There is no run {runId} in {transactions.Connections.Name}.");
            int added = 0;
            foreach (EnrichmentJob[] some in jobs.Chunk(JobsAtOnce))
                added += await InsertAsync(session, runId, catalog, some).ConfigureAwait(false);
            return added;
        }, isRepeatable: false, cancellation, isLong: true).ConfigureAwait(false);
    }

    // WHERE true: without it SQLite takes ON for the condition of a join.
    private static Task<int> InsertAsync(Session session, long runId, string catalog, EnrichmentJob[] jobs) => session.ExecuteAsync(
        $"""
        INSERT INTO enrichment_job (run_id, catalog, sku, sku_folded, content, adapter, priority, payload)
        SELECT @run, @catalog, sku, sku_folded, content, adapter, priority, payload
        FROM {session.Dialect.Rows("sku text, sku_folded text, content text, adapter text, priority int, payload text")} WHERE true
        ON CONFLICT (catalog, sku, content, adapter) DO NOTHING
        """,
        ("run", runId),
        ("catalog", catalog),
        ("rows", JsonSerializer.Serialize([.. jobs.Select(Row)], RowJson.Compact.JobRowArray)));

    private static JobRow Row(EnrichmentJob job) => new(
        job.Product.Sku, job.Product.Sku.ToUpperInvariant(), job.Content, job.Adapter, job.Priority, JsonSerializer.Serialize(job.Product, StoredJson.Compact.EnrichmentProduct));

    private static void Check(EnrichmentJob job)
    {
        StoreLimits.CheckSku(job.Product.Sku, job.Product.RowNumber);
        StoreLimits.CheckName("content fingerprint", job.Content);
        StoreLimits.CheckName("adapter fingerprint", job.Adapter);
    }
}
