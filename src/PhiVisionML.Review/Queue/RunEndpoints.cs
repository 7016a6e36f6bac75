using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review.Queue;

/// <summary>Tells of runs and products.</summary>
/// <param name="store">Jobs.</param>
/// <param name="ledger">Answers and decisions.</param>
internal sealed class RunEndpoints(IEnrichmentJobStore store, IEnrichmentLedger ledger)
{
    private const int ItemsAtOnce = 50;

    public async Task ListAsync(HttpContext context)
    {
        var runs = await store.GetRunsAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new RunList([.. runs.Select(Entry)]), QueueJson.Own.RunList, cancellationToken: context.RequestAborted).ConfigureAwait(false);
    }

    public async Task GetAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var run = await FindAsync(store, context).ConfigureAwait(false);
        var jobs = await store.CountAsync(run.Id, cancellation).ConfigureAwait(false);
        var cost = await ledger.GetCostAsync(run.Id, cancellation).ConfigureAwait(false);
        var review = await ledger.CountReviewAsync(run.Id, cancellation).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(
            new RunAnswer(Entry(run), new JobNumbers(jobs.Ready, jobs.Leased, jobs.Done, jobs.Dead, jobs.Total), cost, review), QueueJson.Own.RunAnswer, cancellationToken: cancellation).ConfigureAwait(false);
    }

    public async Task GetProductAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var run = await FindAsync(store, context).ConfigureAwait(false);
        string sku = ((string?)context.Request.RouteValues["sku"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);   // a slash that was escaped in the path still is
        var outcome = await store.FindOutcomeAsync(run.Settings.Catalog, sku, cancellation).ConfigureAwait(false)
            ?? throw new ApiException(StatusCodes.Status404NotFound, $"There is no product '{sku}' in the catalog '{run.Settings.Catalog}' of run {run.Id}.");
        var item = await FindItemAsync(run, sku, cancellation).ConfigureAwait(false);
        var proposals = item?.Proposals ?? [];
        var status = new ProductStatus(
            sku, Word(outcome.State), outcome.Error, item?.JobId,
            proposals.Where(proposal => proposal is { State: ProposalState.Accepted, Value: not null }).ToDictionary(proposal => proposal.Field, proposal => proposal.Value!),
            [.. proposals.Select(p => new ProposalEntry(p.Id, p.Field, p.Current, p.Proposed, p.Confidence, Word(p.State), p.Value, p.DecidedBy))]);
        await context.Response.WriteAsJsonAsync(status, QueueJson.Own.ProductStatus, cancellationToken: cancellation).ConfigureAwait(false);
    }

    /// <summary>The run that the address names.</summary>
    /// <exception cref="ApiException">There is none (404).</exception>
    public static async Task<EnrichmentRun> FindAsync(IEnrichmentJobStore store, HttpContext context)
    {
        long id = long.Parse((string)context.Request.RouteValues["id"]!, System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            return await store.GetRunAsync(id, context.RequestAborted).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            throw new ApiException(StatusCodes.Status404NotFound, $"There is no run {id}.");
        }
    }

    // A product may have been asked several times in a run; the newest answer counts.
    private async Task<ReviewItem?> FindItemAsync(EnrichmentRun run, string sku, CancellationToken cancellation)
    {
        var filter = new ReviewFilter { RunId = run.Id, Catalog = run.Settings.Catalog, Sku = sku, State = null };
        ReviewItem? found = null;
        while (await ledger.GetReviewAsync(filter, found?.JobId ?? 0, ItemsAtOnce, cancellation).ConfigureAwait(false) is { Count: > 0 } items)
            found = items[^1];
        return found;
    }

    private static RunEntry Entry(EnrichmentRun run) => new(run.Id, run.StartedAt, run.Settings.Catalog, run.Settings.Source, run.Settings.Template);

    private static string Word(Enum state) => state.ToString().ToLowerInvariant();
}
