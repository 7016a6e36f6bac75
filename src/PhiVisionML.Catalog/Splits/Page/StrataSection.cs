using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Splits.Page;

/// <summary>How rows and families are spread over the parts, category by category.</summary>
internal static class StrataSection
{
    private const int MostCategories = 200;

    public static void Append(HtmlBuilder html, SplitReport report, IReadOnlyDictionary<string, double> shares)
    {
        html.Markup("<section class=\"split\">\n<h2>Parts and categories</h2>\n")
            .Paragraph("hint", "Families of each category in each part, and the rows they have. Whole families are divided, so that shares of small categories are coarse.")
            .Markup("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">category</th>");
        foreach (var part in report.Parts)
        {
            html.Markup("<th scope=\"col\" class=\"number\">").Foreign(part.Part);
            if (shares.TryGetValue(part.Part, out double share)) html.Drawing($"<span class=\"aim\">asked: {100 * share:0.#} % of families</span>");
            html.Markup("</th>");
        }

        html.Markup("</tr></thead>\n<tbody>\n");
        AppendRow(html, null, report.Parts);
        foreach (var stratum in report.Strata.Take(MostCategories)) AppendRow(html, stratum.Category, stratum.Parts);
        html.Markup("</tbody></table></div>\n");
        if (report.Strata.Count > MostCategories) html.Drawing($"<p class=\"hint\">and {report.Strata.Count - MostCategories:N0} more categories</p>\n");
        html.Markup("</section>\n");
    }

    private static void AppendRow(HtmlBuilder html, string? category, IReadOnlyList<PartCount> parts)
    {
        html.Markup("<tr><th scope=\"row\">");
        if (category is null) html.Markup("all");
        else if (category.Length == 0) html.Markup("<em>without a category</em>");
        else html.Foreign(category);
        html.Markup("</th>");
        double families = Math.Max(1, parts.Sum(part => part.Families));
        foreach (var part in parts)
            html.Drawing($"<td class=\"number\">{part.Families:N0} ({100 * part.Families / families:0.0} %)<span class=\"aim\">{part.Rows:N0} rows</span></td>");
        html.Markup("</tr>\n");
    }
}
