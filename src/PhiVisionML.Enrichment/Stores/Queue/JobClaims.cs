using System.Data.Common;
using System.Text.Json;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Hands out jobs.</summary>
/// <remarks>
/// Jobs that are ready lie in one index, in the order in which they go out. Those that something will happen to by itself lie in another, by the time of that:
/// leases that run out, ends of back-offs, and suspects, which never join the ready ones. So a claim reads what it takes and no more, however many jobs there are.
/// "state &lt; 2" beside a narrower condition is what SQLite needs in order to use that index.
/// </remarks>
internal sealed class JobClaims(StoreTransactions transactions, int maxLostWorkers)
{
    // A claim that finds very many ends of back-offs leaves the rest to the next one.
    private const int MostAwakened = 1000;

    private const string Columns = "id, run_id, payload, attempts + 1, lease, lost, priority";

    private const string IsReady = "state = 0 AND due_at IS NULL";

    private const string IsSuspect = "(state = 1 AND lost + 1 < @max OR state = 0 AND lost > 0)";

    private string IsDue => $"state < 2 AND due_at <= {transactions.Dialect.Now}";

    public async Task<IReadOnlyList<LeasedJob>> ClaimAsync(string worker, int count, bool isIdle, TimeSpan lease, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);

        if (transactions.Dialect.WritersTakeTurns && !await transactions.ReadAsync(HasWorkAsync, cancellation).ConfigureAwait(false))
            return [];

        // The token is this claim's own, so that another try finds what one took whose commit took place unheard.
        var claim = new Claim(worker, count, isIdle, (long)lease.TotalMilliseconds, Random.Shared.NextInt64(1, long.MaxValue));
        bool isAgain = false;
        return await transactions.WriteAsync(async session =>
        {
            if (isAgain && await session.QueryAsync($"{session.Dialect.KeepToIndexes}SELECT {Columns} FROM enrichment_job WHERE state < 2 AND due_at IS NOT NULL AND state = 1 AND lease = @lease", Read, ("lease", claim.Token)).ConfigureAwait(false) is { Count: > 0 } taken)
                return InOrder(taken);
            isAgain = true;
            return await ClaimAsync(session, claim).ConfigureAwait(false);
        }, isRepeatable: true, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> HasWorkAsync(Session session)
        => await session.FirstAsync($"SELECT EXISTS (SELECT 1 FROM enrichment_job WHERE {IsDue}) OR EXISTS (SELECT 1 FROM enrichment_job WHERE {IsReady})", row => row.GetBoolean(0)).ConfigureAwait(false);

    private async Task<IReadOnlyList<LeasedJob>> ClaimAsync(Session session, Claim claim)
    {
        const string order = "ORDER BY priority DESC, id";
        if (await TakeAsync(session, $"{IsReady} AND NOT EXISTS (SELECT 1 FROM enrichment_job WHERE {IsDue}) {order}", claim, mayBeLost: true).ConfigureAwait(false) is { Count: > 0 } undisturbed)
            return InOrder(undisturbed);
        if (!await session.FirstAsync($"SELECT EXISTS (SELECT 1 FROM enrichment_job WHERE {IsDue})", row => row.GetBoolean(0)).ConfigureAwait(false))
            return [];
        await GiveUpAsync(session).ConfigureAwait(false);
        if (!claim.IsIdle && await session.FirstAsync($"SELECT EXISTS (SELECT 1 FROM enrichment_job WHERE {IsDue} AND {IsSuspect})", row => row.GetBoolean(0), ("max", maxLostWorkers)).ConfigureAwait(false))
            return [];
        if (claim.IsIdle && await TakeAsync(session, $"{IsDue} AND {IsSuspect} ORDER BY due_at", claim with { Count = 1 }).ConfigureAwait(false) is { Count: > 0 } suspect)
            return InOrder(suspect);
        await AwakeAsync(session).ConfigureAwait(false);
        return InOrder(await TakeAsync(session, $"{IsReady} {order}", claim).ConfigureAwait(false));
    }

    // The selection is made once, before anything is changed: without MATERIALIZED, PostgreSQL may make it again and take more than were asked for.
    private Task<List<Taken>> TakeAsync(Session session, string which, Claim claim, bool mayBeLost = false) => session.QueryAsync(
        $"""
        {session.Dialect.KeepToIndexes}{(mayBeLost ? session.Dialect.MayBeLost : "")}WITH taken (job) AS MATERIALIZED (SELECT id FROM enrichment_job WHERE {which} LIMIT @count {session.Dialect.SkipLocked})
        UPDATE enrichment_job SET state = 1, lease = @lease, worker = @worker, due_at = {session.Dialect.Now} + @time, lost = CASE WHEN state = 1 THEN lost + 1 ELSE lost END
        FROM taken WHERE id = job RETURNING {Columns}
        """,
        Read,
        ("count", claim.Count), ("lease", claim.Token), ("worker", claim.Worker), ("time", claim.Milliseconds), ("max", maxLostWorkers));

    private async Task GiveUpAsync(Session session)
    {
        var dead = await session.QueryAsync(
            $"""
            WITH taken (job) AS MATERIALIZED (SELECT id FROM enrichment_job WHERE {IsDue} AND state = 1 AND lost + 1 >= @max {session.Dialect.SkipLocked})
            UPDATE enrichment_job SET state = 3, lost = lost + 1, due_at = NULL, ended_at = {session.Dialect.Now},
                error = 'A worker was lost with this product ' || (lost + 1) || ' times; look at its picture and at the memory of the machines.'
            FROM taken WHERE id = job RETURNING id, run_id, catalog, sku, error, worker
            """,
            row => new LedgerRow(LedgerKind.Dead, row.GetString(5)) { JobId = row.GetInt64(0), RunId = row.GetInt64(1), Catalog = row.GetString(2), Sku = row.GetString(3), Note = row.GetString(4) },
            ("max", maxLostWorkers)).ConfigureAwait(false);
        if (dead.Count == 0)
            return;
        await session.Dialect.KeepAsync(session).ConfigureAwait(false);
        await LedgerWriter.AppendAsync(session, dead).ConfigureAwait(false);
    }

    private Task<int> AwakeAsync(Session session) => session.ExecuteAsync(
        $"""
        WITH taken (job) AS MATERIALIZED (SELECT id FROM enrichment_job WHERE {IsDue} AND state = 0 AND lost = 0 ORDER BY due_at LIMIT {MostAwakened} {session.Dialect.SkipLocked})
        UPDATE enrichment_job SET due_at = NULL FROM taken WHERE id = job
        """);

    private static Taken Read(DbDataReader row)
    {
        var product = JsonSerializer.Deserialize(row.GetString(2), StoredJson.Compact.EnrichmentProduct)!;
        return new(new LeasedJob(row.GetInt64(0), row.GetInt64(1), product, row.GetInt32(3), row.GetInt64(4), IsSuspect: row.GetInt32(5) > 0), row.GetInt32(6));
    }

    // RETURNING has no order.
    private static List<LeasedJob> InOrder(List<Taken> taken) => [.. taken.OrderByDescending(t => t.Priority).ThenBy(t => t.Job.Id).Select(t => t.Job)];

    private sealed record Claim(string Worker, int Count, bool IsIdle, long Milliseconds, long Token);

    private readonly record struct Taken(LeasedJob Job, int Priority);
}
