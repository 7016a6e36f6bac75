using System.Text.Json;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;
using PhiVisionML.Enrichment.Stores.Values;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>What reviewers decide.</summary>
internal sealed class ReviewDecisions(StoreTransactions transactions)
{
    public async Task<IReadOnlySet<long>> DecideAsync(IReadOnlyCollection<ProposalDecision> decisions, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (decisions.Count == 0)
            return new HashSet<long>();
        var byId = decisions.ToDictionary(d => d.ProposalId);
        return await transactions.WriteAsync<IReadOnlySet<long>>(async session =>
        {
            var proposals = await FindAsync(session, byId.Keys).ConfigureAwait(false);
            var histories = await ValueHistories.LockAsync(session, proposals.Select(p => p.Key)).ConfigureAwait(false);
            var decided = await SetAsync(session, proposals.Where(p => p.State == ProposalState.Pending).Select(p => Row(p, byId[p.Id])), ProposalState.Pending, actor).ConfigureAwait(false);
            var entries = new List<LedgerRow>();
            foreach (StoredProposal proposal in proposals.Where(p => decided.Contains(p.Id)))
            {
                ValueHistory history = histories[proposal.Key];
                LedgerRow entry = Entry(proposal, byId[proposal.Id], history.Before(proposal.Current, proposal.JobId), actor);
                if (entry.Change is { } change)
                    history.Add(change);   // of two decisions about a field, the second starts from the first
                entries.Add(entry);
            }

            await LedgerWriter.AppendAsync(session, entries).ConfigureAwait(false);
            return decided;
        }, isRepeatable: false, cancellation).ConfigureAwait(false);
    }

    public Task<bool> ReopenAsync(long proposalId, string actor, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return transactions.WriteAsync(async session =>
        {
            if (await FindAsync(session, [proposalId]).ConfigureAwait(false) is not [{ State: ProposalState.Accepted or ProposalState.Rejected } proposal])
                return false;
            ValueHistory history = (await ValueHistories.LockAsync(session, [proposal.Key]).ConfigureAwait(false))[proposal.Key];
            if ((await SetAsync(session, [new DecisionRow(proposalId, (int)ProposalState.Pending, null)], proposal.State, actor: null).ConfigureAwait(false)).Count == 0)
                return false;
            var taken = history.TakeBack(proposalId);
            string? before = taken is null ? history.Before(proposal.Current, proposal.JobId) : taken.Value.Before;
            await LedgerWriter.AppendAsync(session,
            [
                new LedgerRow(taken is null ? LedgerKind.Reopened : LedgerKind.Reverted, actor)
                {
                    ProposalId = proposalId,
                    JobId = proposal.JobId,
                    RunId = proposal.RunId,
                    Catalog = proposal.Key.Catalog,
                    Sku = proposal.Key.Sku,
                    Field = proposal.Key.Field,
                    OldValue = before,
                    NewValue = taken is null ? before : taken.Value.After,
                },
            ]).ConfigureAwait(false);
            return true;
        }, isRepeatable: false, cancellation);
    }

    private static DecisionRow Row(StoredProposal proposal, ProposalDecision decision)
        => new(proposal.Id, (int)(decision.Accept ? ProposalState.Accepted : ProposalState.Rejected), decision.Accept ? decision.Value ?? proposal.Proposed : null);

    private static LedgerRow Entry(StoredProposal proposal, ProposalDecision decision, string? before, string actor)
        => DecisionEntry.Of(decision.Accept, actor, proposal.Key, before, proposal.Proposed, decision.Value ?? proposal.Proposed, proposal.Confidence) with
        {
            ProposalId = proposal.Id,
            JobId = proposal.JobId,
            RunId = proposal.RunId,
        };

    private static Task<List<StoredProposal>> FindAsync(Session session, IEnumerable<long> ids) => session.QueryAsync(
        $"""
        SELECT p.id, p.job_id, p.run_id, j.catalog, j.sku, p.field, p.current_value, p.proposed, p.confidence, p.state
        FROM {session.Dialect.Rows("id bigint")} JOIN enrichment_proposal p ON p.id = r.id JOIN enrichment_job j ON j.id = p.job_id ORDER BY p.id
        """,
        row => new StoredProposal(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), new ValueKey(row.GetString(3), row.GetString(4), row.GetString(5)),
            row.TextOrNull(6), row.GetString(7), row.DoubleOrNull(8), (ProposalState)row.GetInt32(9)),
        ("rows", RowJson.Ids(ids)));

    // Guarded by the state that was found: of two reviewers, one decides.
    private static async Task<HashSet<long>> SetAsync(Session session, IEnumerable<DecisionRow> rows, ProposalState from, string? actor) =>
    [
        .. await session.QueryAsync(
            $"""
            UPDATE enrichment_proposal SET state = r.state, value = r.value, decided_by = @actor
            FROM {session.Dialect.Rows("id bigint, state int, value text")} WHERE enrichment_proposal.id = r.id AND enrichment_proposal.state = @from RETURNING enrichment_proposal.id
            """,
            row => row.GetInt64(0),
            ("actor", actor), ("from", (int)from), ("rows", JsonSerializer.Serialize([.. rows], RowJson.Compact.DecisionRowArray))).ConfigureAwait(false),
    ];

    private sealed record StoredProposal(long Id, long JobId, long RunId, ValueKey Key, string? Current, string Proposed, double? Confidence, ProposalState State);
}
