using System.Globalization;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>Every finding in a line, linked to where it is shown in full.</summary>
internal static class SummarySection
{
    public static void Append(HtmlBuilder html, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) return;
        html.Markup("<section>\n<h2>Findings</h2>\n<div class=\"scroll\"><table class=\"findings\">\n<thead><tr><th scope=\"col\">Severity</th><th scope=\"col\">Finding</th><th scope=\"col\" class=\"count\">Rows</th></tr></thead>\n<tbody>\n");
        for (var i = 0; i < findings.Count; i++)
        {
            html.Markup("<tr><td>");
            Badge(html, findings[i].Severity);
            html.Drawing($"</td><td><a href=\"#finding-{i + 1}\">").Text(findings[i].Sentence).Markup("</a></td><td class=\"number count\">")
                .Text(findings[i].Rows.Count == 0 ? "–" : findings[i].RowCount.ToString("N0", CultureInfo.InvariantCulture)).Markup("</td></tr>\n");
        }
        html.Markup("</tbody></table></div>\n</section>\n");
    }

    public static void Badge(HtmlBuilder html, FindingSeverity severity)
    {
        var (cssClass, name) = severity switch
        {
            FindingSeverity.Error => ("error", "✗ error"),
            FindingSeverity.Warning => ("warning", "! warning"),
            _ => ("remark", "i note"),
        };
        html.Markup($"<span class=\"badge {cssClass}\">{name}</span>");
    }
}
