using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Review.Pages;
using PhiVisionML.Review.Values;

namespace PhiVisionML.Review.Views;

/// <summary>A product: its picture beside what it has and what is proposed.</summary>
internal static class ProductView
{
    private const int MostPictures = 6;

    public static string Render(PageParts parts, ReviewItem item, IReadOnlyList<ReviewedField> fields) => Frame.Render(parts, item.Product.Sku, html =>
    {
        Head(html, parts, item);
        html.Markup("<div class=\"sides\"><aside aria-label=\"Picture\">");
        Pictures(html, parts, item);
        CellsView.Append(html, item);
        html.Markup("</aside>\n<div class=\"fields\">");
        var waiting = fields.Where(field => field.IsPending && field.Fits).ToList();
        if (waiting.Count > 1)
            All(html, parts, item, waiting.Count, fields.Count(field => field.IsPending) > waiting.Count);
        foreach (var field in fields)
            FieldView.Append(html, parts, item, field, isCurrent: field == waiting.FirstOrDefault());
        if (fields.Count == 0)
            html.Paragraph("empty", "The model proposes nothing for this product.");
        EvidenceView.Append(html, item.Answer);
        html.Markup("</div></div>\n");
    });

    /// <summary>Where the forms of a product go.</summary>
    public static string DecideAt(PageParts parts, ReviewItem item) => FormattableString.Invariant($"{parts.Base}/products/{item.JobId}/decide") + parts.Query.ToQuery();

    private static void Head(HtmlBuilder html, PageParts parts, ReviewItem item)
    {
        var query = parts.Query;
        html.Markup("<div class=\"head\"><div><h1>").Foreign(item.Product.Sku).Markup("</h1><p class=\"hint\">").Foreign(item.Catalog).Drawing($", run {item.RunId}");
        if (item.Product.RowNumber > 0)
            html.Drawing($", row {item.Product.RowNumber}");
        html.Markup("</p></div><nav aria-label=\"Products\"><a class=\"button\"").Attribute("href", parts.Base + (query with { Trail = [] }).ToQuery()).Markup(">List</a>");
        if (query.Trail.Count > 0)
            html.Markup("<a class=\"button\" data-key=\"k\" accesskey=\"k\"").Attribute("href", parts.ProductOf(query.Trail[^1], query.Back())).Markup(">Previous <kbd>k</kbd></a>");
        html.Markup("<a class=\"button\" data-key=\"j\" accesskey=\"j\"").Attribute("href", $"{parts.Base}/next{query.ToQuery(("job", FormattableString.Invariant($"{item.JobId}")))}").Markup(">Next <kbd>j</kbd></a></nav></div>\n");
    }

    private static void Pictures(HtmlBuilder html, PageParts parts, ReviewItem item)
    {
        int count = Math.Min(item.Product.Pictures.Count, MostPictures);
        if (count == 0)
            html.Markup("<div class=\"picture\"><span>No picture</span></div>");
        else
            Picture(html, parts, item, 0);
        if (count <= 1)
            return;
        html.Markup("<div class=\"further\">");
        for (int i = 1; i < count; i++)
            Picture(html, parts, item, i);
        html.Markup("</div>");
    }

    private static void Picture(HtmlBuilder html, PageParts parts, ReviewItem item, int index)
        => html.Markup("<a class=\"picture\"").Attribute("href", parts.PictureOf(item.JobId, index, isSmall: false)).Markup("><img").Attribute("src", parts.PictureOf(item.JobId, index, isSmall: index > 0))
            .Attribute("alt", $"Picture {index + 1} of {item.Product.Sku}").Markup("></a>");

    private static void All(HtmlBuilder html, PageParts parts, ReviewItem item, int waiting, bool isPart)
        => html.Markup("<form class=\"all\" method=\"post\"").Attribute("action", DecideAt(parts, item)).Markup(">").Hidden(parts.Token.Name, parts.Token.Value)
            .Drawing($"<p>{waiting} fields wait{(isPart ? " that fit the filter" : "")}</p>")
            .Markup("<button name=\"do\" value=\"accept-all\" data-key=\"A\">Accept all <kbd>A</kbd></button><button class=\"quiet\" name=\"do\" value=\"reject-all\">Reject all</button></form>\n");
}
