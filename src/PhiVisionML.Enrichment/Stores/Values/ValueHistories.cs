using System.Data.Common;
using System.Text.Json;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Values;

/// <summary>Reads histories of values from the ledger.</summary>
internal static class ValueHistories
{
    /// <summary>The kinds of entries after which a field has another value: accepted, reverted. As the index has it, word for word.</summary>
    public const string Kinds = "kind IN (3, 5)";

    private const string Columns = "l.catalog, l.sku, l.field, l.proposal_id, l.job_id, l.run_id, l.kind, l.old_value, l.new_value, l.actor, l.confidence";

    private const string IsOfKey = $"l.catalog = k.catalog AND l.sku = k.sku AND l.field = k.field AND l.{Kinds}";

    /// <summary>Locks the products' values until the transaction's end, and reads the fields' histories. A transaction may call it once.</summary>
    /// <returns>A history for every field; empty for those that were never written.</returns>
    public static async Task<Dictionary<ValueKey, ValueHistory>> LockAsync(Session session, IEnumerable<ValueKey> keys)
    {
        var histories = keys.Distinct().ToDictionary(key => key, _ => new ValueHistory());
        if (histories.Count == 0)
            return histories;
        // + 0: the few entries are sorted; in the order of their numbers, all of the ledger would be read.
        await foreach (var (key, change) in session.StreamAsync(
            $"{session.Dialect.LockValues}SELECT {Columns} FROM (SELECT catalog, sku, field FROM {session.Dialect.Rows("catalog text, sku text, field text")}) k {session.Dialect.JoinEach("enrichment_ledger", "l", IsOfKey)} ORDER BY l.id + 0",
            Read, ("rows", JsonSerializer.Serialize([.. histories.Keys], RowJson.Compact.ValueKeyArray))).ConfigureAwait(false))
            histories[key].Add(change);
        return histories;
    }

    /// <summary>The histories of all fields that a run wrote.</summary>
    public static IAsyncEnumerable<(ValueKey Key, ValueHistory History)> ReadRunAsync(Session session, long runId) => GroupAsync(session.StreamAsync(
        $"""
        SELECT {Columns} FROM (SELECT DISTINCT catalog, sku, field FROM enrichment_ledger WHERE run_id = @run AND {Kinds}) k
        JOIN enrichment_ledger l ON {IsOfKey}
        ORDER BY l.catalog, l.sku, l.field, l.id
        """,
        Read, ("run", runId)));

    /// <summary>The histories of all fields of a catalog that were ever written, by SKU and field in ordinal order.</summary>
    public static IAsyncEnumerable<(ValueKey Key, ValueHistory History)> ReadCatalogAsync(StoreTransactions transactions, string catalog, CancellationToken cancellation) => GroupAsync(transactions.StreamAsync(
        $"SELECT {Columns} FROM enrichment_ledger l WHERE l.catalog = @catalog AND l.{Kinds} ORDER BY l.sku, l.field, l.id", Read, [("catalog", catalog)], cancellation));

    // A field's entries follow each other.
    private static async IAsyncEnumerable<(ValueKey Key, ValueHistory History)> GroupAsync(IAsyncEnumerable<(ValueKey Key, ValueChange Change)> changes)
    {
        (ValueKey Key, ValueHistory History)? open = null;
        await foreach (var (key, change) in changes.ConfigureAwait(false))
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
        new ValueChange(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), (LedgerKind)row.GetInt32(6), row.TextOrNull(7), row.TextOrNull(8)) { Actor = row.GetString(9), Confidence = row.DoubleOrNull(10) });
}
