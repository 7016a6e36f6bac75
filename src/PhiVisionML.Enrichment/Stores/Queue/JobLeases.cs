using System.Text.Json;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Promotions;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Keeps jobs and gives them back.</summary>
internal sealed class JobLeases(StoreTransactions transactions)
{
    /// <summary>What a worker has to name to write about a job: it, and a lease that nobody has taken over. Of a table <c>r</c> of <see cref="LeaseRow"/>.</summary>
    public const string IsHeld = "enrichment_job.id = r.id AND enrichment_job.lease = r.lease AND enrichment_job.state = 1";

    public const string Columns = "id bigint, lease bigint";

    /// <summary>Leases as the parameter <c>@rows</c>, always in one order, so that two calls for the same jobs do not wait for each other.</summary>
    public static string Rows(IEnumerable<LeasedJob> jobs) => JsonSerializer.Serialize([.. jobs.OrderBy(j => j.Id).Select(j => new LeaseRow(j.Id, j.Lease))], RowJson.Compact.LeaseRowArray);

    public async Task<IReadOnlySet<long>> RenewAsync(IReadOnlyCollection<LeasedJob> jobs, TimeSpan lease, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        if (jobs.Count == 0)
            return new HashSet<long>();
        string rows = Rows(jobs);
        var held = await transactions.WriteAsync(session => session.QueryAsync(
            $"{session.Dialect.KeepToIndexes}{session.Dialect.MayBeLost}UPDATE enrichment_job SET due_at = {session.Dialect.Now} + @time FROM {session.Dialect.Rows(Columns)} WHERE {IsHeld} RETURNING enrichment_job.id",
            row => row.GetInt64(0),
            ("time", (long)lease.TotalMilliseconds), ("rows", rows)), isRepeatable: true, cancellation).ConfigureAwait(false);
        return held.ToHashSet();
    }

    // A suspect stays one: it waits among the jobs that have a time.
    public Task ReleaseAsync(IReadOnlyCollection<LeasedJob> jobs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Count == 0)
            return Task.CompletedTask;
        string rows = Rows(jobs);
        return transactions.WriteAsync(async session =>
        {
            var released = await session.QueryAsync(
                $"""
                {session.Dialect.KeepToIndexes}UPDATE enrichment_job SET state = 0, worker = NULL, due_at = CASE WHEN lost > 0 THEN {session.Dialect.Now} END
                FROM {session.Dialect.Rows(Columns)} WHERE {IsHeld} RETURNING enrichment_job.id
                """,
                row => row.GetInt64(0), ("rows", rows)).ConfigureAwait(false);
            await WaitingJobs.FollowAsync(session, released).ConfigureAwait(false);
            return released.Count;
        }, isRepeatable: true, cancellation);
    }
}
