namespace PhiVisionML.Catalog.Reports;

/// <summary>The grounding check: verdict and table.</summary>
internal static class GroundingSection
{
    public static void Append(HtmlBuilder html, ReportGrounding? grounding)
    {
        if (grounding is null) return;
        html.Markup("<section>\n<h2>Does it look at the pictures?</h2>\n")
            .Markup(grounding.LooksAtPictures ? "<p class=\"verdict good\"><strong>✓ Yes.</strong> " : "<p class=\"verdict bad\"><strong>✗ No.</strong> ")
            .Text(grounding.Verdict).Markup("</p>\n");
        if (grounding.Rows.Count > 0)
        {
            html.Markup("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">With</th><th scope=\"col\">its own picture</th><th scope=\"col\">another row’s</th><th scope=\"col\">a blank one</th></tr></thead>\n<tbody>\n");
            foreach (var row in grounding.Rows)
            {
                html.Markup("<tr><th scope=\"row\">").Text(row.Name).Markup("</th>");
                foreach (var value in new[] { row.Right, row.Shuffled, row.Blank })
                    html.Markup("<td class=\"number\">").Text(MetricText.Of(value, row.Format)).Markup("</td>");
                html.Markup("</tr>\n");
            }
            html.Markup("</tbody></table></div>\n");
        }
        html.Markup("</section>\n");
    }
}
