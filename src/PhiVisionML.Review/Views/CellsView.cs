using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Review.Views;

/// <summary>What the catalog says of the product beside the fields that are proposed.</summary>
internal static class CellsView
{
    private const int MostShown = 6;

    public static void Append(HtmlBuilder html, ReviewItem item)
    {
        var proposed = item.Proposals.Select(proposal => proposal.Field).ToHashSet();
        (string Name, string Value)[] cells = [.. item.Product.Fields.Where(cell => !string.IsNullOrWhiteSpace(cell.Value) && !proposed.Contains(cell.Key)).Select(cell => (cell.Key, cell.Value!))];
        if (cells.Length == 0)
            return;
        html.Markup("<h2>In the catalog</h2>");
        List(html, cells.Take(MostShown));
        if (cells.Length <= MostShown)
            return;
        html.Markup("<details><summary>").Text(Html.Count(cells.Length - MostShown, "further cell")).Markup("</summary>");
        List(html, cells.Skip(MostShown));
        html.Markup("</details>");
    }

    private static void List(HtmlBuilder html, IEnumerable<(string Name, string Value)> cells)
    {
        html.Markup("<dl class=\"cells\">");
        foreach (var (name, value) in cells)
            html.Markup("<div><dt>").Foreign(name).Markup("</dt><dd dir=\"auto\">").Text(value).Markup("</dd></div>");
        html.Markup("</dl>");
    }
}
