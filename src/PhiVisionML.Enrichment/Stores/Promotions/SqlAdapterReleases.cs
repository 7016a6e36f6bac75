using System.Data.Common;
using System.Text.Json;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Promotions;

/// <summary>Adapter releases in a database.</summary>
/// <remarks>They are a stack within a list that only grows: each release names the one that it took the place of, and a rollback is a release that takes over what that one names.</remarks>
internal sealed class SqlAdapterReleases(StoreTransactions transactions) : IAdapterReleases
{
    private const string Columns = "id, fingerprint, path, promoted_at, actor, previous, columns";

    private const string Newest = $"SELECT {Columns} FROM enrichment_release ORDER BY id DESC";

    public async Task<AdapterRelease?> GetCurrentAsync(CancellationToken cancellation) => (await transactions.ReadAsync(CurrentAsync, cancellation).ConfigureAwait(false))?.Release;

    public async Task<IReadOnlyList<AdapterRelease>> GetHistoryAsync(CancellationToken cancellation)
        => await transactions.ReadAsync(session => session.QueryAsync(Newest, row => Read(row).Release), cancellation).ConfigureAwait(false);

    // An adapter that is in force is promoted again only if its file has moved; what a rollback leads to stays the same then.
    public Task<AdapterRelease> PromoteAsync(AdapterPromotion adapter, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentException.ThrowIfNullOrWhiteSpace(adapter.Fingerprint, nameof(adapter));
        ArgumentException.ThrowIfNullOrWhiteSpace(adapter.Path, nameof(adapter));
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        StoreLimits.CheckName("adapter fingerprint", adapter.Fingerprint);
        return transactions.WriteAsync(async session =>
        {
            await session.Dialect.LockReleasesAsync(session).ConfigureAwait(false);
            Stored? current = await CurrentAsync(session).ConfigureAwait(false);
            if (current is { Release: var inForce } && inForce.Fingerprint == adapter.Fingerprint)
                return inForce.Path == adapter.Path ? inForce : await PutInForceAsync(session, adapter, actor, current, current.Previous).ConfigureAwait(false);
            return await PutInForceAsync(session, adapter, actor, current, current?.Release.Id).ConfigureAwait(false);
        }, isRepeatable: true, cancellation, isLong: true);
    }

    public Task<AdapterRelease?> RollBackAsync(string actor, bool isForced, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return transactions.WriteAsync(async session =>
        {
            await session.Dialect.LockReleasesAsync(session).ConfigureAwait(false);
            if (await CurrentAsync(session).ConfigureAwait(false) is not { Previous: { } id } current)
                return null;
            Stored before = (await session.FirstAsync($"SELECT {Columns} FROM enrichment_release WHERE id = @id", Read, ("id", id)).ConfigureAwait(false))!;
            var adapter = new AdapterPromotion(before.Release.Fingerprint, before.Release.Path) { Columns = before.Columns, IsForced = isForced };
            return await PutInForceAsync(session, adapter, actor, current, before.Previous).ConfigureAwait(false);
        }, isRepeatable: false, cancellation, isLong: true);
    }

    private static Task<Stored?> CurrentAsync(Session session) => session.FirstAsync($"{Newest} LIMIT 1", Read);

    private static async Task<AdapterRelease> PutInForceAsync(Session session, AdapterPromotion adapter, string actor, Stored? current, long? previous)
    {
        if (!adapter.IsForced && adapter.Fingerprint != current?.Release.Fingerprint)
            await WaitingJobs.CheckAsync(session, adapter).ConfigureAwait(false);
        AdapterRelease release = (await session.FirstAsync(
            $"INSERT INTO enrichment_release (fingerprint, path, promoted_at, actor, previous, columns) VALUES (@fingerprint, @path, {session.Dialect.Now}, @actor, @previous, @columns) RETURNING {Columns}",
            Read,
            ("fingerprint", adapter.Fingerprint), ("path", adapter.Path), ("actor", actor), ("previous", previous),
            ("columns", JsonSerializer.Serialize([.. adapter.Columns], RowJson.Compact.StringArray))).ConfigureAwait(false))!.Release;
        var (taken, dropped) = await WaitingJobs.TakeOverAsync(session, adapter.Fingerprint).ConfigureAwait(false);
        await LedgerWriter.AppendAsync(session,
        [
            new LedgerRow(LedgerKind.Promoted, actor)
            {
                OldValue = current?.Release.Fingerprint,
                NewValue = adapter.Fingerprint,
                Note = $"{adapter.Path}; {taken} waiting jobs are its own now, {dropped} were dropped because it has the same job already",
            },
        ]).ConfigureAwait(false);
        return release;
    }

    private static Stored Read(DbDataReader row) => new(
        new AdapterRelease(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Time(3), row.GetString(4)),
        row.LongOrNull(5), row.TextOrNull(6) is { } columns ? JsonSerializer.Deserialize(columns, RowJson.Compact.StringArray)! : []);

    private sealed record Stored(AdapterRelease Release, long? Previous, string[] Columns);
}
