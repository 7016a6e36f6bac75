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

    /// <summary>What was written last; <c>null</c> if nothing was, or it was taken back.</summary>
    public WrittenValue? Find(string sku, string field) => _values.GetValueOrDefault((sku, field)) is { IsReverted: false } value ? value : null;

    /// <summary>The cell as it is now.</summary>
    /// <param name="sku">The product.</param>
    /// <param name="field">The field.</param>
    /// <param name="source">What the catalog has.</param>
    public string? Apply(string sku, string field, string? source) => _values.TryGetValue((sku, field), out var value) && !value.IsReverted ? value.Value : source;
}
