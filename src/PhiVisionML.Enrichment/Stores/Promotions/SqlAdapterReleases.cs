using System.Data.Common;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Promotions;

/// <summary>Adapter releases in a database.</summary>
internal sealed class SqlAdapterReleases(StoreTransactions transactions) : IAdapterReleases
{
    private const string Columns = "id, fingerprint, path, promoted_at, actor";

    private const string Newest = $"SELECT {Columns} FROM enrichment_release ORDER BY id DESC";

    public Task<AdapterRelease?> GetCurrentAsync(CancellationToken cancellation) => transactions.ReadAsync(CurrentAsync, cancellation);

    public async Task<IReadOnlyList<AdapterRelease>> GetHistoryAsync(CancellationToken cancellation)
        => await transactions.ReadAsync(session => session.QueryAsync(Newest, Read), cancellation).ConfigureAwait(false);

    // An adapter that is in force is promoted again only if its file has moved.
    public Task<AdapterRelease> PromoteAsync(string fingerprint, string path, string actor, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fingerprint);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        StoreLimits.CheckName("adapter fingerprint", fingerprint);
        return transactions.WriteAsync(async session =>
        {
            await session.Dialect.LockReleasesAsync(session).ConfigureAwait(false);
            AdapterRelease? current = await CurrentAsync(session).ConfigureAwait(false);
            return current?.Fingerprint == fingerprint && current.Path == path ? current : await PutInForceAsync(session, fingerprint, path, actor, current).ConfigureAwait(false);
        }, isRepeatable: true, cancellation, isLong: true);
    }

    public Task<AdapterRelease?> RollBackAsync(string actor, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return transactions.WriteAsync(async session =>
        {
            await session.Dialect.LockReleasesAsync(session).ConfigureAwait(false);
            AdapterRelease? current = await CurrentAsync(session).ConfigureAwait(false);
            AdapterRelease? before = current is null ? null
                : await session.FirstAsync($"SELECT {Columns} FROM enrichment_release WHERE fingerprint <> @current ORDER BY id DESC LIMIT 1", Read, ("current", current.Fingerprint)).ConfigureAwait(false);
            return before is null ? null : await PutInForceAsync(session, before.Fingerprint, before.Path, actor, current).ConfigureAwait(false);
        }, isRepeatable: false, cancellation, isLong: true);
    }

    private static Task<AdapterRelease?> CurrentAsync(Session session) => session.FirstAsync($"{Newest} LIMIT 1", Read);

    private static async Task<AdapterRelease> PutInForceAsync(Session session, string fingerprint, string path, string actor, AdapterRelease? before)
    {
        var release = (await session.FirstAsync(
            $"INSERT INTO enrichment_release (fingerprint, path, promoted_at, actor) VALUES (@fingerprint, @path, {session.Dialect.Now}, @actor) RETURNING {Columns}",
            Read, ("fingerprint", fingerprint), ("path", path), ("actor", actor)).ConfigureAwait(false))!;
        int dropped = await DropDuplicatesAsync(session, fingerprint).ConfigureAwait(false);
        int waiting = await session.ExecuteAsync("UPDATE enrichment_job SET adapter = @adapter WHERE state = 0 AND adapter <> @adapter", ("adapter", fingerprint)).ConfigureAwait(false);
        await LedgerWriter.AppendAsync(session,
        [
            new LedgerRow(LedgerKind.Promoted, actor)
            {
                OldValue = before?.Fingerprint,
                NewValue = fingerprint,
                Note = $"{path}; {waiting} waiting jobs are its own now, {dropped} were dropped because it has the same job already",
            },
        ]).ConfigureAwait(false);
        return release;
    }

    // A waiting job is dropped if it would become the same as another: the adapter has answered that one, or is going to (or could not, and would not now).
    // It is no failure and has no answer, so that it cannot be ended as dead or done; as when it had come after the promotion, it is not queued a second time.
    private static Task<int> DropDuplicatesAsync(Session session, string fingerprint) => session.ExecuteAsync(
        """
        DELETE FROM enrichment_job WHERE state = 0 AND adapter <> @adapter AND EXISTS (
            SELECT 1 FROM enrichment_job other
            WHERE other.catalog = enrichment_job.catalog AND other.sku = enrichment_job.sku AND other.content = enrichment_job.content
                AND (other.adapter = @adapter OR other.state = 0 AND other.adapter <> @adapter AND other.id < enrichment_job.id))
        """,
        ("adapter", fingerprint));

    private static AdapterRelease Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Time(3), row.GetString(4));
}
