using System.Data.Common;
using System.Text.Json;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>Finds products for reviewers.</summary>
internal sealed class ReviewReading(StoreTransactions transactions)
{
    private const string Items = "SELECT j.id, j.run_id, j.catalog, j.payload, a.evidence FROM enrichment_job j JOIN enrichment_answer a ON a.job_id = j.id";

    public Task<IReadOnlyList<ReviewItem>> GetAsync(ReviewFilter filter, long afterJobId, int count, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var (conditions, parameters) = Conditions(filter);
        return transactions.ReadAsync<IReadOnlyList<ReviewItem>>(async session =>
        {
            var jobs = await session.QueryAsync(
                $"""
                SELECT DISTINCT p.job_id FROM enrichment_proposal p JOIN enrichment_job j ON j.id = p.job_id
                WHERE p.job_id > @after{string.Concat(conditions.Select(c => $" AND {c}"))} ORDER BY p.job_id LIMIT @count
                """,
                row => row.GetInt64(0),
                [("after", afterJobId), ("count", count), .. parameters]).ConfigureAwait(false);
            return await ReadAsync(session, jobs).ConfigureAwait(false);
        }, cancellation);
    }

    public Task<ReviewItem?> GetItemAsync(long jobId, CancellationToken cancellation)
        => transactions.ReadAsync(async session => await ReadAsync(session, [jobId]).ConfigureAwait(false) is [var item] ? item : null, cancellation);

    public async Task<IReadOnlyList<ReviewCounts>> CountAsync(long? runId, CancellationToken cancellation)
    {
        var counts = await transactions.ReadAsync(session => session.QueryAsync(
            $"SELECT field, state, CAST(sum(n) AS bigint), count(*) FROM enrichment_proposal_count{(runId is null ? "" : " WHERE run_id = @run")} GROUP BY field, state",
            row => (Field: row.GetString(0), State: (ProposalState)row.GetInt32(1), Proposals: row.GetInt64(2), Rows: row.GetInt64(3)),
            runId is { } run ? [("run", run)] : []), cancellation).ConfigureAwait(false);
        await KeptCounts.TidyAsync(transactions, counts.Sum(c => c.Rows), cancellation).ConfigureAwait(false);
        return
        [
            .. from one in counts
               group one by one.Field into field
               orderby field.Key
               let of = (Func<ProposalState, long>)(state => field.FirstOrDefault(f => f.State == state).Proposals)
               select new ReviewCounts(field.Key, of(ProposalState.Pending), of(ProposalState.Accepted), of(ProposalState.Rejected), of(ProposalState.Reverted)),
        ];
    }

    private static (List<string> Conditions, List<(string, object?)> Parameters) Conditions(ReviewFilter filter)
    {
        var conditions = new List<string>();
        var parameters = new List<(string, object?)>();
        void Add(string name, object? value, string condition)
        {
            if (value is null)
                return;
            conditions.Add(condition);
            parameters.Add((name, value));
        }

        Add("state", (int?)filter.State, "p.state = @state");
        Add("run", filter.RunId, "p.run_id = @run");
        Add("field", filter.Field, "p.field = @field");
        Add("least", filter.MinConfidence, "p.confidence >= @least");
        Add("most", filter.MaxConfidence, "p.confidence <= @most");
        Add("catalog", filter.Catalog, "j.catalog = @catalog");
        Add("sku", filter.Sku, "j.sku = @sku");
        Add("prefix", filter.SkuPrefix?.ToUpperInvariant(), "substr(j.sku_folded, 1, length(@prefix)) = @prefix");   // not LIKE: % and _ are letters like any others
        return (conditions, parameters);
    }

    private static async Task<List<ReviewItem>> ReadAsync(Session session, List<long> jobs)
    {
        if (jobs.Count == 0)
            return [];
        (string, object?) rows = ("rows", RowJson.Ids(jobs));
        var proposals = (await session.QueryAsync(
            $"""
            SELECT p.job_id, p.id, p.field, p.current_value, p.proposed, p.confidence, p.state, p.value, p.decided_by
            FROM {session.Dialect.Rows("id bigint")} JOIN enrichment_proposal p ON p.job_id = r.id ORDER BY p.job_id, p.place
            """,
            row => (JobId: row.GetInt64(0), Proposal: Proposal(row)), rows).ConfigureAwait(false)).ToLookup(p => p.JobId, p => p.Proposal);
        return await session.QueryAsync(
            $"{Items} JOIN {session.Dialect.Rows("id bigint")} ON j.id = r.id ORDER BY j.id",
            row => new ReviewItem(
                row.GetInt64(0), row.GetInt64(1), row.GetString(2),
                JsonSerializer.Deserialize(row.GetString(3), StoredJson.Compact.EnrichmentProduct)!,
                JsonSerializer.Deserialize(row.GetString(4), StoredJson.Compact.ProductAnswer)!,
                [.. proposals[row.GetInt64(0)]]),
            rows).ConfigureAwait(false);
    }

    private static Proposal Proposal(DbDataReader row) => new(
        row.GetInt64(1), row.GetString(2), row.TextOrNull(3), row.GetString(4), row.DoubleOrNull(5), (ProposalState)row.GetInt32(6), row.TextOrNull(7), row.TextOrNull(8));
}
