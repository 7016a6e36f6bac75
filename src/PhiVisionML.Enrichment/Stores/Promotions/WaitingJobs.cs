using System.Text.Json;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Promotions;

/// <summary>What a promotion means for the jobs that wait.</summary>
internal static class WaitingJobs
{
    /// <summary>Looks whether the jobs carry what an adapter is asked with; those that are being answered, too, for they may come back.</summary>
    /// <exception cref="WaitingJobsException">Some do not.</exception>
    public static async Task CheckAsync(Session session, AdapterPromotion adapter)
    {
        if (adapter.Columns.Count == 0)
            return;
        var kinds = await session.QueryAsync(
            $"SELECT carried, count(*) FROM (SELECT {session.Dialect.KeysOf("payload", "fields")} AS carried FROM enrichment_job WHERE state < 2) AS jobs GROUP BY carried",
            row => (Carried: JsonSerializer.Deserialize(row.TextOrNull(0) ?? "[]", RowJson.Compact.StringArray)!, Jobs: row.GetInt64(1))).ConfigureAwait(false);
        var lacking = kinds.Select(kind => (kind.Jobs, kind.Carried, Missing: adapter.Columns.Except(kind.Carried, StringComparer.OrdinalIgnoreCase).ToArray())).Where(kind => kind.Missing.Length > 0).ToArray();
        if (lacking.Length == 0)
            return;
        var (jobs, carried, missing) = lacking.MaxBy(kind => kind.Jobs);
        throw new WaitingJobsException(
            $"The adapter {adapter.Fingerprint} could not answer {lacking.Sum(kind => kind.Jobs)} of the open jobs: {jobs} of them carry the columns {string.Join(", ", carried)}, and it is asked with {string.Join(", ", missing)}, too. "
            + "Let the workers end these jobs first, or force the change and queue the catalog again afterwards.");
    }

    /// <summary>Makes the jobs an adapter's own. One that it has already is dropped: it is no failure and has no answer, so that it cannot be ended as dead or done; as when it had come after the promotion, it is not queued a second time.</summary>
    public static async Task<(int Taken, int Dropped)> TakeOverAsync(Session session, string adapter)
    {
        int dropped = await session.ExecuteAsync($"DELETE FROM enrichment_job WHERE state = 0 AND adapter <> @adapter AND {IsDouble("@adapter")}", ("adapter", adapter)).ConfigureAwait(false);
        int taken = await session.ExecuteAsync("UPDATE enrichment_job SET adapter = @adapter WHERE state = 0 AND adapter <> @adapter", ("adapter", adapter)).ConfigureAwait(false);
        return (taken, dropped);
    }

    /// <summary>Makes jobs that wait again those of the adapter in force, which may have been promoted while they did not; not those that it has already.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="jobs">Numbers of the jobs.</param>
    public static Task FollowAsync(Session session, IEnumerable<long> jobs) => !jobs.Any() ? Task.CompletedTask : session.ExecuteAsync(
        $"""
        UPDATE enrichment_job SET adapter = c.fingerprint
        FROM {session.Dialect.Rows("id bigint")}, (SELECT fingerprint FROM enrichment_release ORDER BY id DESC LIMIT 1) AS c
        WHERE enrichment_job.id = r.id AND state = 0 AND adapter <> c.fingerprint AND NOT {IsDouble("c.fingerprint")}
        """,
        ("rows", RowJson.Ids(jobs)));

    // It would become the same as another: the adapter has answered that one, or is going to (or could not, and would not now).
    private static string IsDouble(string adapter) => $"""
        EXISTS (
            SELECT 1 FROM enrichment_job other
            WHERE other.catalog = enrichment_job.catalog AND other.sku = enrichment_job.sku AND other.content = enrichment_job.content
                AND (other.adapter = {adapter} OR other.state = 0 AND other.adapter <> {adapter} AND other.id < enrichment_job.id))
        """;
}
