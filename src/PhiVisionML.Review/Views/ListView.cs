using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Pages;

namespace PhiVisionML.Review.Views;

/// <summary>The list of products.</summary>
internal static class ListView
{
    private const int MostFields = 4;

    public static string Render(PageParts parts, ReviewList list) => Frame.Render(parts, "Products", html =>
    {
        html.Markup("<div class=\"head\"><h1>Products</h1>");
        if (list.Items.Count > 0)
            html.Markup("<a class=\"button primary\"").Attribute("href", parts.ProductOf(list.Items[0].JobId, parts.Query with { Trail = [] })).Markup(">Start reviewing</a>");
        html.Markup("</div>\n");
        ProgressView.Append(html, list.Counts);
        FilterView.Append(html, parts, list);
        if (list.Items.Count == 0)
            html.Paragraph("empty", parts.Query.Filter.State == ProposalState.Pending ? "Nothing waits for a reviewer here." : "No product fits.");
        else
            Products(html, parts, list);
        Pager(html, parts, list);
    });

    private static void Products(HtmlBuilder html, PageParts parts, ReviewList list)
    {
        html.Markup("<ul class=\"products\">\n");
        foreach (var item in list.Items)
            Product(html, parts, item);
        html.Markup("</ul>\n");
    }

    private static void Product(HtmlBuilder html, PageParts parts, ReviewItem item)
    {
        html.Markup("<li class=\"product\"><div class=\"picture\">");
        if (item.Product.Pictures.Count > 0)
            html.Markup("<img loading=\"lazy\"").Attribute("alt", $"Picture of {item.Product.Sku}").Attribute("src", parts.PictureOf(item.JobId, 0, isSmall: true)).Markup(">");
        else
            html.Markup("<span>No picture</span>");
        html.Markup("</div><div class=\"text\"><h2><a data-item").Attribute("href", parts.ProductOf(item.JobId, parts.Query with { Trail = [] })).Markup(">").Foreign(item.Product.Sku).Markup("</a></h2><dl>");
        Proposal[] shown = [.. item.Proposals.Where(proposal => parts.Query.Fits(proposal) && (parts.Query.Filter.State ?? proposal.State) == proposal.State)];
        foreach (var proposal in shown.Take(MostFields))
        {
            html.Markup("<div><dt>").Foreign(proposal.Field).Markup("</dt><dd dir=\"auto\">").Text(proposal.Value ?? proposal.Proposed).Markup("</dd>");
            if (proposal.Confidence is { } confidence)
                html.Markup("<dd class=\"sure\">").Bar(confidence).Text(Html.Percent(confidence)).Markup("</dd>");
            html.Markup("</div>");
        }

        html.Markup("</dl>");
        if (shown.Length > MostFields)
            html.Paragraph("hint", $"and {shown.Length - MostFields} more");
        html.Markup("</div></li>\n");
    }

    private static void Pager(HtmlBuilder html, PageParts parts, ReviewList list)
    {
        var query = parts.Query;
        if (!list.HasMore && query.After == 0)
            return;
        html.Markup("<nav class=\"pager\" aria-label=\"Pages\">");
        if (query.After > 0)
        {
            var back = query.Back() with { After = query.LastBehind };
            html.Markup("<a class=\"button\" data-key=\"k\" accesskey=\"k\"").Attribute("href", parts.Base + back.ToQuery()).Markup(query.Trail.Count > 0 ? ">Previous page</a>" : ">First page</a>");
        }

        if (list.HasMore)
            html.Markup("<a class=\"button\" data-key=\"j\" accesskey=\"j\"").Attribute("href", parts.Base + (query.Past(query.After) with { After = list.Items[^1].JobId }).ToQuery()).Markup(">Next page</a>");
        html.Markup("</nav>\n");
    }
}
