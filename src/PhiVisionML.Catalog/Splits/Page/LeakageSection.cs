using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Splits.Page;

/// <summary>What was looked for across the parts, and what was found.</summary>
internal static class LeakageSection
{
    private const int MostPairs = 8, MostNames = 40;

    public static void Append(HtmlBuilder html, SplitLeakage leakage, PictureStrip rows)
    {
        int identical = leakage.SamePhotos.Count(pair => pair.IsIdentical);
        html.Markup("<section class=\"split\">\n<h2>What crosses</h2>\n")
            .Paragraph("hint", "Counted from the table as it was written, not from how it was made.")
            .Markup("<div class=\"scroll\"><table>\n<tbody>\n");
        AppendCount(html, "families in several parts", leakage.Families.Count, isLeak: true);
        AppendCount(html, "product codes in several parts", leakage.ProductCodes.Count, isLeak: true);
        AppendCount(html, "pairs of equal picture files across parts; pictures of a single colour are not compared", identical, isLeak: true);
        AppendCount(html, "pairs of one photo again (resized, re-encoded, cropped) across parts", leakage.SamePhotos.Count - identical, isLeak: true);
        AppendCount(html, "title stems in several parts; different designs may have the same words", leakage.TitleStems.Count, isLeak: false);
        html.Markup("</tbody></table></div>\n");
        if (leakage.TitleStems.Count > 0)
            html.Paragraph("hint", "Where titles name designs whose colours were photographed apart, rows of one title stem are one family: divide anew with --join-titles always.");
        AppendNames(html, "Families", leakage.Families);
        AppendNames(html, "Product codes", leakage.ProductCodes);
        AppendNames(html, "Title stems", leakage.TitleStems);
        if (leakage.SamePhotos.Count > 0)
        {
            html.Markup("<h3>One photo in several parts</h3>\n");
            foreach (var pair in leakage.SamePhotos.Take(MostPairs)) rows.Append(html, pair);
        }
        else if (leakage.Closest is { } closest)
        {
            html.Markup("<h3>The closest pictures of different parts</h3>\n")
                .Paragraph("hint", "Of all pairs. Copies of one photo are at most 1 apart.");
            rows.Append(html, closest);
        }

        html.Markup("</section>\n");
    }

    private static void AppendCount(HtmlBuilder html, string what, int count, bool isLeak) => html
        .Markup("<tr><th scope=\"row\">").Text(what).Markup(isLeak && count > 0 ? "</th><td class=\"number bad\">" : "</th><td class=\"number\">").Drawing($"{count:N0}</td></tr>\n");

    private static void AppendNames(HtmlBuilder html, string what, IReadOnlyList<CrossingRows> crossing)
    {
        if (crossing.Count == 0) return;
        html.Markup("<details><summary>").Text(what).Markup(" in several parts</summary><p>");
        foreach (var rows in crossing.Take(MostNames)) html.Foreign(rows.Name).Drawing($" ({rows.Rows.Count:N0} rows); ");
        if (crossing.Count > MostNames) html.Drawing($"and {crossing.Count - MostNames:N0} more.");
        html.Markup("</p></details>\n");
    }
}
