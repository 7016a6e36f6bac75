using Microsoft.AspNetCore.Http;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Review.Access;
using PhiVisionML.Review.Values;
using PhiVisionML.Review.Views;

namespace PhiVisionML.Review.Pages;

/// <summary>A product: its picture beside what it has and what is proposed.</summary>
/// <param name="catalog">What there is.</param>
/// <param name="values">What is offered while a field is edited.</param>
/// <param name="access">Whose page it is.</param>
/// <param name="options">Where the page lies.</param>
internal sealed class ProductPage(ReviewCatalog catalog, ValueOffers values, ReviewAccess access, EnrichmentReviewOptions options)
{
    public async Task ShowAsync(HttpContext context)
    {
        var item = await catalog.GetItemAsync(JobOf(context), context.RequestAborted).ConfigureAwait(false);
        await ShowAsync(context, item, refusal: null).ConfigureAwait(false);
    }

    /// <summary>Goes to the product's own address.</summary>
    public Task ShowAgainAsync(HttpContext context)
    {
        Show(context, JobOf(context), ReviewQuery.Of(context.Request.Query), []);
        return Task.CompletedTask;
    }

    /// <summary>Shows the product with what is wrong with a value.</summary>
    public async Task ShowAsync(HttpContext context, ReviewItem item, RefusedValue? refusal)
    {
        var query = ReviewQuery.Of(context.Request.Query);
        var run = await catalog.GetRunAsync(item.RunId, context.RequestAborted).ConfigureAwait(false);
        var outcome = await Outcome.ReadAsync(context.Request, catalog.Ledger).ConfigureAwait(false);
        var fields = RunFields.Of(run);
        ReviewedField[] reviewed = [.. item.Proposals.OrderByDescending(query.Fits).Select(proposal => new ReviewedField(
            proposal, fields.Find(proposal.Field), item.Answer.Fields.FirstOrDefault(field => field.Name == proposal.Field), values.For(run, item, proposal, fields),
            query.Fits(proposal), refusal?.ProposalId == proposal.Id ? refusal : null))];
        await Html.WriteAsync(context, ProductView.Render(PageParts.Of(context, access, options, query, outcome), item, reviewed)).ConfigureAwait(false);
    }

    /// <summary>Goes to the next product after the one that is named, or to the list if there is none.</summary>
    public Task GoOnAsync(HttpContext context) => GoOnAsync(context, ReviewQuery.Number(context.Request.Query, "job") ?? 0, []);

    /// <summary>Goes to the next product.</summary>
    /// <param name="context">The request.</param>
    /// <param name="job">The product before it; 0 for the beginning.</param>
    /// <param name="told">What the page tells of.</param>
    public async Task GoOnAsync(HttpContext context, long job, IEnumerable<(string Name, string Value)> told)
    {
        var query = ReviewQuery.Of(context.Request.Query);
        var next = await catalog.FindNextAsync(query.Filter, job, context.RequestAborted).ConfigureAwait(false);
        if (next is null)
            Redirect(context, "", (query with { After = 0, Trail = [] }).ToQuery(told.DefaultIfEmpty(Outcome.ToQuery(OutcomeKind.End).First())));
        else
            Show(context, next.JobId, job == 0 ? query with { Trail = [] } : query.Past(job), told);
    }

    /// <summary>Sends the browser to a product.</summary>
    public void Show(HttpContext context, long job, ReviewQuery query, IEnumerable<(string Name, string Value)> told)
        => Redirect(context, FormattableString.Invariant($"/products/{job}"), query.ToQuery(told));

    /// <summary>The job that the address names.</summary>
    public static long JobOf(HttpContext context) => long.Parse((string)context.Request.RouteValues["job"]!, System.Globalization.CultureInfo.InvariantCulture);

    private void Redirect(HttpContext context, string path, string query)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.PathBase + options.Prefix + path + query;
    }
}
