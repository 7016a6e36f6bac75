using Microsoft.AspNetCore.Http;
using PhiVisionML.Review.Views;

namespace PhiVisionML.Review.Pages;

/// <summary>The list of products, with filters and progress.</summary>
/// <param name="catalog">What there is.</param>
/// <param name="access">Whose page it is.</param>
/// <param name="options">How much is shown.</param>
internal sealed class ListPage(ReviewCatalog catalog, Access.ReviewAccess access, EnrichmentReviewOptions options)
{
    public async Task ShowAsync(HttpContext context)
    {
        var query = ReviewQuery.Of(context.Request.Query);
        var cancellation = context.RequestAborted;
        var runs = await catalog.GetRunsAsync(cancellation).ConfigureAwait(false);
        var counts = await catalog.CountAsync(query.Filter.RunId, cancellation).ConfigureAwait(false);
        var items = await catalog.Ledger.GetReviewAsync(query.Filter, query.After, options.PageSize + 1, cancellation).ConfigureAwait(false);
        var outcome = await Outcome.ReadAsync(context.Request, catalog.Ledger).ConfigureAwait(false);
        var list = new ReviewList(runs, counts, [.. items.Take(options.PageSize)], items.Count > options.PageSize);
        await Html.WriteAsync(context, ListView.Render(PageParts.Of(context, access, options, query, outcome), list)).ConfigureAwait(false);
    }
}
