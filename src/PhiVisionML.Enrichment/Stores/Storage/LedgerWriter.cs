using System.Text.Json;
using PhiVisionML.Enrichment.Stores.Connections;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>Adds to the ledger.</summary>
internal static class LedgerWriter
{
    private const int RowsAtOnce = 1000;

    /// <summary>Adds entries, in their order.</summary>
    public static async Task AppendAsync(Session session, IEnumerable<LedgerRow> entries)
    {
        string sql = Statement(session.Dialect, proposal: "r.proposal_id");
        foreach (LedgerRow[] rows in entries.Chunk(RowsAtOnce))
            await session.ExecuteAsync(sql, ("rows", Rows(rows))).ConfigureAwait(false);
    }

    /// <summary>The statement that adds the entries <c>@rows</c>, for use among others.</summary>
    /// <param name="dialect">How statements are written.</param>
    /// <param name="proposal">What finds the proposal of a row <c>r</c>.</param>
    public static string Statement(Dialect dialect, string proposal) => $"""
        INSERT INTO enrichment_ledger (at, kind, actor, run_id, job_id, catalog, sku, field, old_value, new_value, note, proposal_id, confidence)
        SELECT {dialect.Now}, kind, actor, run_id, job_id, catalog, sku, field, old_value, new_value, note, {proposal}, confidence
        FROM {dialect.Rows("kind int, actor text, run_id bigint, job_id bigint, catalog text, sku text, field text, old_value text, new_value text, note text, proposal_id bigint, confidence double precision")}
        """;

    /// <summary>Entries as <c>@rows</c>.</summary>
    public static string Rows(IEnumerable<LedgerRow> entries) => JsonSerializer.Serialize([.. entries], RowJson.Compact.LedgerRowArray);
}
