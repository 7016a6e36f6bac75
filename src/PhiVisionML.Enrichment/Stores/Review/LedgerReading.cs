using System.Runtime.CompilerServices;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;
using PhiVisionML.Enrichment.Stores.Values;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>Reads the ledger.</summary>
internal sealed class LedgerReading(StoreTransactions transactions)
{
    public IAsyncEnumerable<LedgerEntry> ReadAsync(long? runId, CancellationToken cancellation) => transactions.StreamAsync(
        $"SELECT id, at, kind, actor, run_id, job_id, catalog, sku, field, old_value, new_value, note FROM enrichment_ledger{(runId is null ? "" : " WHERE run_id = @run")} ORDER BY id",
        row => new LedgerEntry(row.GetInt64(0), row.Time(1), (LedgerKind)row.GetInt32(2), row.GetString(3))
        {
            RunId = row.LongOrNull(4),
            JobId = row.LongOrNull(5),
            Catalog = row.TextOrNull(6),
            Sku = row.TextOrNull(7),
            Field = row.TextOrNull(8),
            OldValue = row.TextOrNull(9),
            NewValue = row.TextOrNull(10),
            Note = row.TextOrNull(11),
        },
        runId is { } run ? [("run", run)] : [],
        cancellation);

    public async IAsyncEnumerable<WrittenValue> GetValuesAsync(string catalog, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (key, history) in ValueHistories.ReadCatalogAsync(transactions, catalog, cancellation).ConfigureAwait(false))
        {
            if (history.InForce is { NewValue: var value } top)
                yield return new WrittenValue(key.Sku, key.Field, value ?? "", top.RunId, top.Actor, top.Confidence, [.. history.Known.Where(known => known.Length > 0 && known != value)]);
        }
    }

    public async Task<RunCost> GetCostAsync(long? runId, CancellationToken cancellation) => (await transactions.ReadAsync(session => session.FirstAsync(
        $"""
        SELECT count(*), coalesce(sum(seconds), 0), CAST(coalesce(sum(prompt_tokens), 0) AS bigint), CAST(coalesce(sum(output_tokens), 0) AS bigint), sum(joules)
        FROM enrichment_answer{(runId is null ? "" : " WHERE run_id = @run")}
        """,
        row => new RunCost(row.GetInt64(0), row.GetDouble(1), row.GetInt64(2), row.GetInt64(3), row.DoubleOrNull(4)),
        runId is { } run ? [("run", run)] : []), cancellation).ConfigureAwait(false))!;
}
