using System.Text.Json;
using PhiVisionML.Enrichment.Stores.Connections;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>Adds to the ledger.</summary>
internal static class LedgerWriter
{
    private const string Columns = "kind, actor, run_id, job_id, catalog, sku, field, old_value, new_value, note, proposal_id, confidence";

    private const int RowsAtOnce = 1000;

    /// <summary>Adds entries, in their order.</summary>
    public static async Task AppendAsync(Session session, IEnumerable<LedgerRow> entries)
    {
        string sql = $"""
            INSERT INTO enrichment_ledger (at, {Columns})
            SELECT {session.Dialect.Now}, {Columns}
            FROM {session.Dialect.Rows("kind int, actor text, run_id bigint, job_id bigint, catalog text, sku text, field text, old_value text, new_value text, note text, proposal_id bigint, confidence double precision")}
            """;
        foreach (LedgerRow[] rows in entries.Chunk(RowsAtOnce))
            await session.ExecuteAsync(sql, ("rows", JsonSerializer.Serialize(rows, RowJson.Compact.LedgerRowArray))).ConfigureAwait(false);
    }
}
