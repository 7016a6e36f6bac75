using System.Text.Json;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Stores.Connections;
using PhiVisionML.Enrichment.Stores.Storage;
using PhiVisionML.Enrichment.Stores.Values;

namespace PhiVisionML.Enrichment.Stores.Review;

/// <summary>Takes back what a run wrote.</summary>
internal sealed class RunReversal(StoreTransactions transactions)
{
    private const int ProposalsAtOnce = 1000;

    public Task<RevertResult> RevertAsync(long runId, string actor, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return transactions.WriteAsync(async session =>
        {
            await LockAsync(session, runId).ConfigureAwait(false);
            var entries = new List<LedgerRow>();
            int reverted = 0, changedLater = 0;
            await foreach (var (key, history) in ValueHistories.ReadRunAsync(session, runId).ConfigureAwait(false))
            {
                var taken = history.TakeBackRun(runId);
                reverted += taken.Count > 0 ? 1 : 0;
                changedLater += history.Holds(runId) ? 1 : 0;
                entries.AddRange(taken.Select(one => new LedgerRow(LedgerKind.Reverted, actor)
                {
                    RunId = runId,
                    JobId = one.Change.JobId,
                    ProposalId = one.Change.ProposalId,
                    Catalog = key.Catalog,
                    Sku = key.Sku,
                    Field = key.Field,
                    OldValue = one.Before,
                    NewValue = one.After,
                }));
            }

            await LedgerWriter.AppendAsync(session, entries).ConfigureAwait(false);
            foreach (LedgerRow[] some in entries.Chunk(ProposalsAtOnce))
                await MarkAsync(session, some).ConfigureAwait(false);
            return new RevertResult(reverted, changedLater);
        }, isRepeatable: false, cancellation, isLong: true);
    }

    private static async Task LockAsync(Session session, long runId)
    {
        var products = await session.QueryAsync(
            $"SELECT DISTINCT catalog, sku FROM enrichment_ledger WHERE run_id = @run AND {ValueHistories.Kinds}",
            row => new ValueKey(row.GetString(0), row.GetString(1), ""), ("run", runId)).ConfigureAwait(false);
        await session.Dialect.LockValuesAsync(session, JsonSerializer.Serialize([.. products], RowJson.Compact.ValueKeyArray)).ConfigureAwait(false);
    }

    private static Task<int> MarkAsync(Session session, LedgerRow[] entries) => session.ExecuteAsync(
        $"UPDATE enrichment_proposal SET state = r.state FROM {session.Dialect.Rows("id bigint, state int")} WHERE enrichment_proposal.id = r.id AND enrichment_proposal.state = @accepted",
        ("accepted", (int)ProposalState.Accepted), ("rows", JsonSerializer.Serialize([.. entries.Select(e => new DecisionRow(e.ProposalId!.Value, (int)ProposalState.Reverted, null))], RowJson.Compact.DecisionRowArray)));
}
