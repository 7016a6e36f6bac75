using System.Globalization;
using Microsoft.AspNetCore.Http;
using PhiVisionML.AspNetCore.Errors;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Values;

namespace PhiVisionML.Review.Pages;

/// <summary>Takes the forms of a product's page.</summary>
/// <param name="catalog">What there is.</param>
/// <param name="page">Shown where a value is refused.</param>
/// <param name="access">Who decides.</param>
/// <param name="options">How long a value may be.</param>
internal sealed class DecisionPage(ReviewCatalog catalog, ProductPage page, ReviewAccess access, EnrichmentReviewOptions options)
{
    /// <summary>Accepts, with the value as it stands in its box, or rejects: one proposal, or all that wait and fit. Goes to what waits next.</summary>
    public async Task DecideAsync(HttpContext context)
    {
        var form = await access.ReadFormAsync(context).ConfigureAwait(false);
        var query = ReviewQuery.Of(context.Request.Query);
        var item = await catalog.GetItemAsync(ProductPage.JobOf(context), context.RequestAborted).ConfigureAwait(false);
        Proposal[] waiting = [.. item.Proposals.Where(proposal => proposal.State == ProposalState.Pending && query.Fits(proposal))];
        var (accept, isAll) = Kind(form["do"].ToString());
        var decisions = new List<ProposalDecision>();
        foreach (var proposal in isAll ? waiting : Open(ProposalOf(form, item)))
        {
            string box = isAll ? FormattableString.Invariant($"v{proposal.Id}") : "value";
            var (value, refusal) = accept ? await ValueAsync(form, box, item, proposal, context.RequestAborted).ConfigureAwait(false) : default;
            if (refusal is not null)
            {
                context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                await page.ShowAsync(context, item, refusal).ConfigureAwait(false);
                return;
            }

            decisions.Add(new ProposalDecision(proposal.Id, accept, value));
        }

        var decided = await catalog.Ledger.DecideAsync(decisions, access.ActorOf(context), context.RequestAborted).ConfigureAwait(false);
        var told = decided.Count == 0 ? Outcome.ToQuery(OutcomeKind.Nothing, item.JobId) : Outcome.ToQuery(accept ? OutcomeKind.Accepted : OutcomeKind.Rejected, item.JobId, decided.Order());
        if (waiting.All(proposal => decisions.Any(decision => decision.ProposalId == proposal.Id)))
            await page.GoOnAsync(context, item.JobId, told).ConfigureAwait(false);
        else
            page.Show(context, item.JobId, query, told);
    }

    /// <summary>Takes decisions back, and shows the product.</summary>
    public async Task UndoAsync(HttpContext context)
    {
        var form = await access.ReadFormAsync(context).ConfigureAwait(false);
        var query = ReviewQuery.Of(context.Request.Query);
        var item = await catalog.GetItemAsync(ProductPage.JobOf(context), context.RequestAborted).ConfigureAwait(false);
        string[] asked = form["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        var reopened = new List<long>();
        foreach (var proposal in item.Proposals.Where(proposal => asked.Contains(proposal.Id.ToString(CultureInfo.InvariantCulture))))
            if (await catalog.Ledger.ReopenAsync(proposal.Id, access.ActorOf(context), context.RequestAborted).ConfigureAwait(false))
                reopened.Add(proposal.Id);
        page.Show(context, item.JobId, query.LastBehind == item.JobId ? query.Back() : query, Outcome.ToQuery(reopened.Count > 0 ? OutcomeKind.Reopened : OutcomeKind.Nothing, item.JobId, reopened));
    }

    private static (bool Accept, bool IsAll) Kind(string word) => word switch
    {
        "accept" => (true, false),
        "accept-all" => (true, true),
        "reject" => (false, false),
        "reject-all" => (false, true),
        _ => throw ApiException.Invalid("do", $"The form says do={word}; it must be accept, reject, accept-all or reject-all."),
    };

    // What somebody else has decided is not refused for its value, but told to be decided.
    private static Proposal[] Open(Proposal proposal) => proposal.State == ProposalState.Pending ? [proposal] : [];

    private static Proposal ProposalOf(IFormCollection form, ReviewItem item)
        => item.Proposals.FirstOrDefault(proposal => proposal.Id.ToString(CultureInfo.InvariantCulture) == form["proposal"])
            ?? throw ApiException.Invalid("proposal", $"Proposal '{form["proposal"]}' is none of job {item.JobId}.");

    // The proposed value as it is, however the form's field folds its white space, is no edit.
    private async Task<(string? Value, RefusedValue? Refusal)> ValueAsync(IFormCollection form, string box, ReviewItem item, Proposal proposal, CancellationToken cancellation)
    {
        if (!form.TryGetValue(box, out var sent) || WhiteSpace.Fold(sent.ToString()) == WhiteSpace.Fold(proposal.Proposed))
            return default;
        var fields = RunFields.Of(await catalog.GetRunAsync(item.RunId, cancellation).ConfigureAwait(false));
        var (value, fault) = EditedValue.Check(sent.ToString(), proposal.Field, fields.Find(proposal.Field), options.MaxValueLength);
        return fault is null ? (value == proposal.Proposed ? null : value, null) : (null, new RefusedValue(proposal.Id, sent.ToString(), fault));
    }
}
