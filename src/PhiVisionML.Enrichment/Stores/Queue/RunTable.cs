using System.Data.Common;
using System.Text.Json;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Runs.</summary>
internal sealed class RunTable(StoreTransactions transactions)
{
    private const string Columns = "id, started_at, settings";

    public Task<EnrichmentRun> StartAsync(EnrichmentRunSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrWhiteSpace(settings.Catalog);
        StoreLimits.CheckName("catalog", settings.Catalog);
        return transactions.WriteAsync(async session => (await session.FirstAsync(
            $"INSERT INTO enrichment_run (catalog, source, started_at, settings) VALUES (@catalog, @source, {session.Dialect.Now}, @settings) RETURNING {Columns}",
            Read,
            ("catalog", settings.Catalog),
            ("source", settings.Source),
            ("settings", JsonSerializer.Serialize(settings, StoredJson.Compact.EnrichmentRunSettings))).ConfigureAwait(false))!, isRepeatable: false, cancellation);
    }

    public async Task<EnrichmentRun> GetAsync(long runId, CancellationToken cancellation)
        => await transactions.ReadAsync(session => session.FirstAsync($"SELECT {Columns} FROM enrichment_run WHERE id = @run", Read, ("run", runId)), cancellation).ConfigureAwait(false)
            ?? throw new KeyNotFoundException($"There is no run {runId} in {transactions.Connections.Name}.");

    public async Task<IReadOnlyList<EnrichmentRun>> GetAllAsync(CancellationToken cancellation)
        => await transactions.ReadAsync(session => session.QueryAsync($"SELECT {Columns} FROM enrichment_run ORDER BY id DESC", Read), cancellation).ConfigureAwait(false);

    private static EnrichmentRun Read(DbDataReader row) => new(row.GetInt64(0), row.Time(1), JsonSerializer.Deserialize(row.GetString(2), StoredJson.Compact.EnrichmentRunSettings)!);
}
