using System.Text.Json;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;
using PhiVisionML.Enrichment.Stores.Values;

namespace PhiVisionML.Enrichment.Stores.Queue;

/// <summary>Stores results: of a batch, all in one transaction.</summary>
internal sealed class JobCompletion(StoreTransactions transactions)
{
    public async Task<IReadOnlySet<long>> CompleteAsync(string worker, IReadOnlyCollection<CompletedJob> jobs, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Count == 0)
            return new HashSet<long>();
        foreach (CompletedJob job in jobs)
            Check(job);
        string leases = JobLeases.Rows(jobs.Select(j => j.Job));
        return await transactions.WriteAsync(async session =>
        {
            var ended = await EndAsync(session, leases, worker).ConfigureAwait(false);
            await WriteAsync(session, [.. jobs.Where(j => ended.ContainsKey(j.Job.Id)).Select(j => (j, ended[j.Job.Id]))], worker).ConfigureAwait(false);
            var stored = ended.Keys.ToHashSet();
            if (stored.Count < jobs.Count)
                stored.UnionWith(await StoredBeforeAsync(session, leases).ConfigureAwait(false));
            return stored;
        }, isRepeatable: true, cancellation).ConfigureAwait(false);
    }

    private static async Task<Dictionary<long, Ended>> EndAsync(Session session, string leases, string worker)
    {
        var ended = await session.QueryAsync(
            $"""
            {session.Dialect.KeepToIndexes}UPDATE enrichment_job SET state = 2, due_at = NULL, error = NULL, worker = @worker, ended_at = {session.Dialect.Now}
            FROM {session.Dialect.Rows(JobLeases.Columns)} WHERE {JobLeases.IsHeld} RETURNING enrichment_job.id, run_id, catalog, sku
            """,
            row => (Id: row.GetInt64(0), Ended: new Ended(row.GetInt64(1), row.GetString(2), row.GetString(3))),
            ("worker", worker), ("rows", leases)).ConfigureAwait(false);
        return ended.ToDictionary(e => e.Id, e => e.Ended);
    }

    // Done, and with this very lease: an earlier call stored it, and its answer was lost on the way.
    private static Task<List<long>> StoredBeforeAsync(Session session, string leases) => session.QueryAsync(
        $"SELECT enrichment_job.id FROM {session.Dialect.Rows(JobLeases.Columns)} JOIN enrichment_job ON enrichment_job.id = r.id AND enrichment_job.lease = r.lease WHERE enrichment_job.state = 2",
        row => row.GetInt64(0),
        ("rows", leases));

    private static async Task WriteAsync(Session session, IReadOnlyList<(CompletedJob Job, Ended Ended)> jobs, string worker)
    {
        if (jobs.Count == 0)
            return;
        var histories = await ValueHistories.LockAsync(session,
            from job in jobs
            from proposal in job.Job.Proposals
            where proposal.State != ProposalState.Pending
            select job.Ended.Key(proposal)).ConfigureAwait(false);
        Proposed[] proposals =
        [
            .. from job in jobs
               from proposal in job.Job.Proposals.Select((p, place) => (Value: p, Place: place))
               select Decide(job.Job.Job.Id, job.Ended, proposal.Value, proposal.Place, histories.GetValueOrDefault(job.Ended.Key(proposal.Value))),
        ];
        var decided = proposals.Where(p => p.State != ProposalState.Pending).Select(p => p.Entry(worker)).ToLookup(e => e.JobId);
        const string columns = "job_id, run_id, place, field, current_value, proposed, confidence, state, value, decided_by";
        await session.ExecuteAsync(
            $"""
            INSERT INTO enrichment_answer (job_id, run_id, seconds, prompt_tokens, output_tokens, joules, evidence)
            SELECT job_id, run_id, seconds, prompt_tokens, output_tokens, joules, evidence
            FROM {session.Dialect.Rows("job_id bigint, run_id bigint, seconds double precision, prompt_tokens int, output_tokens int, joules double precision, evidence text", "@answers")};
            INSERT INTO enrichment_proposal ({columns}) SELECT {columns}
            FROM {session.Dialect.Rows("job_id bigint, run_id bigint, place int, field text, current_value text, proposed text, confidence double precision, state int, value text, decided_by text", "@proposals")};
            {LedgerWriter.Statement(session.Dialect, proposal: "(SELECT p.id FROM enrichment_proposal p WHERE p.job_id = r.job_id AND p.field = r.field)")}
            """,
            ("answers", JsonSerializer.Serialize([.. jobs.Select(j => Answer(j.Job, j.Ended.RunId))], RowJson.Compact.AnswerRowArray)),
            ("proposals", JsonSerializer.Serialize([.. proposals.Select(p => p.Row())], RowJson.Compact.ProposalRowArray)),
            ("rows", LedgerWriter.Rows(jobs.SelectMany(j => decided[j.Job.Job.Id].Append(
                new LedgerRow(LedgerKind.Done, worker) { JobId = j.Job.Job.Id, RunId = j.Ended.RunId, Catalog = j.Ended.Catalog, Sku = j.Ended.Sku }))))).ConfigureAwait(false);
    }

    private static AnswerRow Answer(CompletedJob job, long runId) => new(
        job.Job.Id, runId, job.Answer.Seconds, job.Answer.PromptTokens, job.Answer.OutputTokens, job.Answer.Joules,
        JsonSerializer.Serialize(job.Answer, StoredJson.Compact.ProductAnswer));

    // What the policy accepted was meant for the value that the job saw; if another was written since, a person is to look.
    private static Proposed Decide(long jobId, Ended job, FieldProposal proposal, int place, ValueHistory? history)
    {
        string? current = proposal.Current is null ? null : StorableText.Of(proposal.Current);
        string? before = history is null ? current : history.Before(current, jobId);
        bool isStale = (before ?? "") != (current ?? "");
        var decided = new Proposed(jobId, job, place, proposal, before, proposal.State == ProposalState.Accepted && isStale ? ProposalState.Pending : proposal.State);
        if (decided.State == ProposalState.Accepted)
            history!.Add(decided.Entry("").Change!);   // another job of the batch may be the same product's
        return decided;
    }

    private static void Check(CompletedJob job)
    {
        var fields = new HashSet<string>();
        foreach (FieldProposal proposal in job.Proposals)
        {
            StoreLimits.CheckName("field", proposal.Field);
            if (!fields.Add(StorableText.Of(proposal.Field)))
                throw new ArgumentException($"Product '{job.Job.Product.Sku}' has two proposals for the field '{proposal.Field}'; it may have one.");
            if (proposal.State == ProposalState.Reverted)
                throw new ArgumentException($"Product '{job.Job.Product.Sku}' has a proposal for the field '{proposal.Field}' that is reverted; a new one is pending, accepted or rejected.");
        }
    }

    private sealed record Ended(long RunId, string Catalog, string Sku)
    {
        public ValueKey Key(FieldProposal proposal) => new(Catalog, Sku, StorableText.Of(proposal.Field));
    }

    private sealed record Proposed(long JobId, Ended Job, int Place, FieldProposal Proposal, string? Before, ProposalState State)
    {
        private double? Confidence => Proposal.Confidence is { } known && double.IsFinite(known) ? known : null;

        public ProposalRow Row() => new(
            JobId, Job.RunId, Place, StorableText.Of(Proposal.Field), Proposal.Current, Proposal.Proposed, Confidence, (int)State,
            State == ProposalState.Accepted ? Proposal.Proposed : null, DecidedBy: null);

        public LedgerRow Entry(string actor) => DecisionEntry.Of(State == ProposalState.Accepted, actor, Job.Key(Proposal), Before, Proposal.Proposed, Proposal.Proposed, Confidence) with
        {
            JobId = JobId,
            RunId = Job.RunId,
        };
    }
}
