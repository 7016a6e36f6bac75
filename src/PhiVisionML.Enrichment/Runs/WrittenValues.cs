using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>What was written about a catalog's products, in memory.</summary>
internal sealed class WrittenValues
{
    private readonly Dictionary<(string Sku, string Field), WrittenValue> _values = [];

    private WrittenValues()
    {
    }

    public static async Task<WrittenValues> ReadAsync(IEnrichmentLedger ledger, string catalog, CancellationToken cancellation)
    {
        var all = new WrittenValues();
        await foreach (var value in ledger.GetValuesAsync(catalog, cancellation).ConfigureAwait(false))
            all._values[(value.Sku, value.Field)] = value;
        return all;
    }

    /// <summary>What was written; <c>null</c> where the catalog's own value holds: nothing was, or the owner has put another value into the catalog since.</summary>
    /// <param name="sku">The product.</param>
    /// <param name="field">The field.</param>
    /// <param name="cell">What the catalog has now.</param>
    public WrittenValue? Find(string sku, string field, string? cell)
        => _values.GetValueOrDefault((sku, field)) is { } written && written.HoldsOver(cell) ? written : null;
}
