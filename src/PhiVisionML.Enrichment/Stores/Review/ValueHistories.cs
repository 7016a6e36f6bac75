using System.Data.Common;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>Reads histories of values from the ledger.</summary>
internal static class ValueHistories
{
    private const string Columns = "l.catalog, l.sku, l.field, l.proposal_id, l.job_id, l.run_id, l.kind, l.old_value, l.new_value";

    /// <summary>The history of one field.</summary>
    public static async Task<ValueHistory> ReadAsync(Session session, ValueKey key)
    {
        var history = new ValueHistory();
        await foreach (var (_, change) in session.StreamAsync(
            $"SELECT {Columns} FROM enrichment_ledger l WHERE l.catalog = @catalog AND l.sku = @sku AND l.field = @field AND l.{NewestValues.ValueKinds} ORDER BY l.id",
            Read, ("catalog", key.Catalog), ("sku", key.Sku), ("field", key.Field)).ConfigureAwait(false))
            history.Add(change);
        return history;
    }

    /// <summary>The histories of all fields that a run wrote.</summary>
    public static async IAsyncEnumerable<(ValueKey Key, ValueHistory History)> ReadRunAsync(Session session, long runId)
    {
        (ValueKey Key, ValueHistory History)? open = null;
        await foreach (var (key, change) in session.StreamAsync(
            $"""
            SELECT {Columns} FROM (SELECT DISTINCT catalog, sku, field FROM enrichment_ledger WHERE run_id = @run AND {NewestValues.ValueKinds}) k
            JOIN enrichment_ledger l ON l.catalog = k.catalog AND l.sku = k.sku AND l.field = k.field AND l.{NewestValues.ValueKinds}
            ORDER BY l.catalog, l.sku, l.field, l.id
            """,
            Read, ("run", runId)).ConfigureAwait(false))
        {
            if (open is { } ended && ended.Key != key)
                yield return ended;
            if (open?.Key != key)
                open = (key, new ValueHistory());
            open!.Value.History.Add(change);
        }

        if (open is { } last)
            yield return last;
    }

    private static (ValueKey Key, ValueChange Change) Read(DbDataReader row) => (
        new ValueKey(row.GetString(0), row.GetString(1), row.GetString(2)),
        new ValueChange(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), (LedgerKind)row.GetInt32(6), row.TextOrNull(7), row.TextOrNull(8)));
}
