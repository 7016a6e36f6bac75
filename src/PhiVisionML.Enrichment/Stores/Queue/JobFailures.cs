using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Promotions;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Counts failures, gives jobs up, and lets them run again.</summary>
internal sealed class JobFailures(StoreTransactions transactions, RetryOptions retries)
{
    private const string Requeue = "requeue";

    // Whoever reports the same failure twice, because the answer to the first was lost, finds the lease still its own: nobody has taken the job since.
    public Task<bool> FailAsync(string worker, LeasedJob job, string error, bool isPermanent, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        const string isDead = "(@permanent = 1 OR attempts + 1 >= @max)";
        return transactions.WriteAsync(async session =>
        {
            var ended = await session.QueryAsync(
                $"""
                UPDATE enrichment_job SET attempts = attempts + 1, error = @error, state = CASE WHEN {isDead} THEN 3 ELSE 0 END,
                    due_at = CASE WHEN {isDead} THEN NULL ELSE {session.Dialect.Now} + @wait END, ended_at = CASE WHEN {isDead} THEN {session.Dialect.Now} END
                WHERE id = @id AND lease = @lease AND state = 1 RETURNING state, run_id, catalog, sku
                """,
                row => (State: (JobState)row.GetInt32(0), Entry: new LedgerRow(LedgerKind.Dead, worker) { JobId = job.Id, RunId = row.GetInt64(1), Catalog = row.GetString(2), Sku = row.GetString(3), Note = error }),
                ("permanent", isPermanent ? 1 : 0), ("max", retries.MaxAttempts), ("error", error), ("wait", BackOff(job.Attempt)), ("id", job.Id), ("lease", job.Lease)).ConfigureAwait(false);
            await LedgerWriter.AppendAsync(session, ended.Where(e => e.State == JobState.Dead).Select(e => e.Entry)).ConfigureAwait(false);
            await WaitingJobs.FollowAsync(session, ended.Where(e => e.State == JobState.Ready).Select(_ => job.Id)).ConfigureAwait(false);
            return ended.Count > 0
                || await session.FirstAsync("SELECT count(*) FROM enrichment_job WHERE id = @id AND lease = @lease", row => row.GetInt64(0), ("id", job.Id), ("lease", job.Lease)).ConfigureAwait(false) > 0;
        }, isRepeatable: true, cancellation);
    }

    // One that took workers with it before still runs alone, and its next loss is its second.
    public Task<int> RequeueAsync(long? runId, CancellationToken cancellation) => transactions.WriteAsync(async session =>
    {
        var entries = await session.QueryAsync(
            $"""
            UPDATE enrichment_job SET state = 0, attempts = 0, lost = CASE WHEN lost > 0 THEN 1 ELSE 0 END, due_at = CASE WHEN lost > 0 THEN {session.Dialect.Now} END,
                error = NULL, worker = NULL, ended_at = NULL
            WHERE state = 3{(runId is null ? "" : " AND run_id = @run")} RETURNING id, run_id, catalog, sku
            """,
            row => new LedgerRow(LedgerKind.Requeued, Requeue) { JobId = row.GetInt64(0), RunId = row.GetInt64(1), Catalog = row.GetString(2), Sku = row.GetString(3) },
            runId is { } run ? [("run", run)] : []).ConfigureAwait(false);
        await LedgerWriter.AppendAsync(session, entries.OrderBy(e => e.JobId)).ConfigureAwait(false);
        await WaitingJobs.FollowAsync(session, entries.Select(e => e.JobId!.Value)).ConfigureAwait(false);
        return entries.Count;
    }, isRepeatable: false, cancellation, isLong: true);

    private long BackOff(int attempt)
    {
        double wait = Math.Min(retries.FirstBackOff.TotalMilliseconds * Math.Pow(4, attempt - 1), retries.LongestBackOff.TotalMilliseconds);
        return (long)(wait * (0.5 + Random.Shared.NextDouble()));
    }
}
