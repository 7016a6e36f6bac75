using PhiVisionML.Enrichment.Stores.Connections;

namespace PhiVisionML.Enrichment.Stores.Schema;

/// <summary>Makes the tables, or brings older ones up to date.</summary>
internal sealed class SchemaUpdate(StoreTransactions transactions, IReadOnlyList<Migration> migrations)
{
    /// <summary>Runs what is missing, all of it or nothing.</summary>
    /// <exception cref="InvalidDataException">The tables were made by a newer release.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await transactions.ReadAsync(async session =>
        {
            await session.Dialect.PrepareAsync(session, transactions.Connections.Name).ConfigureAwait(false);
            return true;
        }, cancellation).ConfigureAwait(false);
        await transactions.WriteAsync(async session =>
        {
            await session.Dialect.LockSchemaAsync(session).ConfigureAwait(false);
            await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS enrichment_schema (version integer NOT NULL)").ConfigureAwait(false);
            int found = await session.FirstAsync("SELECT coalesce(max(version), 0) FROM enrichment_schema", row => row.GetInt32(0)).ConfigureAwait(false);
            int known = migrations[^1].Version;
            if (found > known)
                throw new InvalidDataException($"The tables of {transactions.Connections.Name} have version {found}; this release knows versions up to {known}. Update it, or name another database.");
            foreach (Migration migration in migrations.Where(m => m.Version > found))
            {
                await session.ExecuteAsync(migration.Script(session.Dialect.Scripts)).ConfigureAwait(false);
                await session.ExecuteAsync("INSERT INTO enrichment_schema VALUES (@version)", ("version", migration.Version)).ConfigureAwait(false);
            }

            return true;
        }, isRepeatable: true, cancellation, isLong: true).ConfigureAwait(false);
    }
}
