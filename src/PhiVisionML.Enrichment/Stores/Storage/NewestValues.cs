using System.Text.Json;
using PhiVisionML.Enrichment.Stores.Connections;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>Looks up what the ledger says about values.</summary>
internal static class NewestValues
{
    /// <summary>The kinds of entries after which a field has another value: accepted, reverted. As the index has it, word for word.</summary>
    public const string ValueKinds = "kind IN (3, 5)";

    /// <summary>Locks the products' values until the transaction's end, and looks up the newest. A transaction may call it once.</summary>
    /// <returns>The newest values of those fields that were ever written.</returns>
    public static async Task<Dictionary<ValueKey, string?>> LockAsync(Session session, IEnumerable<ValueKey> keys)
    {
        ValueKey[] distinct = [.. keys.Distinct()];
        if (distinct.Length == 0)
            return [];
        string rows = JsonSerializer.Serialize(distinct, RowJson.Compact.ValueKeyArray);
        var found = await session.QueryAsync(
            $"""
            {session.Dialect.LockValues}SELECT r.catalog, r.sku, r.field, l.new_value FROM {session.Dialect.Rows("catalog text, sku text, field text")}
            JOIN enrichment_ledger l ON l.id = (SELECT max(v.id) FROM enrichment_ledger v WHERE v.catalog = r.catalog AND v.sku = r.sku AND v.field = r.field AND v.{ValueKinds})
            """,
            row => (new ValueKey(row.GetString(0), row.GetString(1), row.GetString(2)), row.TextOrNull(3)),
            ("rows", rows)).ConfigureAwait(false);
        return found.ToDictionary(f => f.Item1, f => f.Item2);
    }
}
