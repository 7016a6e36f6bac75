using System.Runtime.CompilerServices;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

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

    // In the index's order a field's entries follow each other; what was taken back uncovers what it was written over.
    public async IAsyncEnumerable<WrittenValue> GetValuesAsync(string catalog, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var written = new List<(long Proposal, WrittenValue Value)>();
        (string Sku, string Field)? key = null;
        await foreach (var (proposal, kind, value) in transactions.StreamAsync(
            $"SELECT sku, field, new_value, run_id, actor, confidence, proposal_id, kind, old_value FROM enrichment_ledger WHERE catalog = @catalog AND {NewestValues.ValueKinds} ORDER BY sku, field, id",
            row => (row.GetInt64(6), (LedgerKind)row.GetInt32(7), new WrittenValue(row.GetString(0), row.GetString(1), row.TextOrNull(2) ?? "", row.GetInt64(3), row.GetString(4), row.DoubleOrNull(5), row.TextOrNull(8))),
            [("catalog", catalog)],
            cancellation).ConfigureAwait(false))
        {
            if (key != (value.Sku, value.Field))
            {
                if (written.Count > 0)
                    yield return Top();
                written.Clear();
                key = (value.Sku, value.Field);
            }

            if (kind == LedgerKind.Accepted)
                written.Add((proposal, value));
            else if (written.FindLastIndex(one => one.Proposal == proposal) is >= 0 and var taken)
                written.RemoveAt(taken);
        }

        if (written.Count > 0)
            yield return Top();

        WrittenValue Top() => written[^1].Value with { CatalogValue = written[0].Value.CatalogValue };
    }

    public async Task<RunCost> GetCostAsync(long? runId, CancellationToken cancellation) => (await transactions.ReadAsync(session => session.FirstAsync(
        $"""
        SELECT count(*), coalesce(sum(seconds), 0), CAST(coalesce(sum(prompt_tokens), 0) AS bigint), CAST(coalesce(sum(output_tokens), 0) AS bigint), sum(joules)
        FROM enrichment_answer{(runId is null ? "" : " WHERE run_id = @run")}
        """,
        row => new RunCost(row.GetInt64(0), row.GetDouble(1), row.GetInt64(2), row.GetInt64(3), row.DoubleOrNull(4)),
        runId is { } run ? [("run", run)] : []), cancellation).ConfigureAwait(false))!;
}
