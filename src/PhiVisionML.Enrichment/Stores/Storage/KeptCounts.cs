using PhiVisionML.Enrichment.Stores.Connections;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>Counts that are kept as sums of changes.</summary>
internal static class KeptCounts
{
    // Then summing up begins to cost.
    private const long Many = 1000;

    /// <summary>Adds changes up once a reader has had to sum up many of them.</summary>
    public static async Task TidyAsync(StoreTransactions transactions, long rows, CancellationToken cancellation)
    {
        if (rows < Many)
            return;
        await transactions.WriteAsync(async session =>
        {
            await session.Dialect.MergeCountsAsync(session).ConfigureAwait(false);
            return true;
        }, isRepeatable: true, cancellation).ConfigureAwait(false);
    }
}
