using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Ledger;

namespace PhiVisionML.Review.Views;

/// <summary>How far each field has come.</summary>
internal static class ProgressView
{
    public static void Append(HtmlBuilder html, IReadOnlyList<ReviewCounts> counts)
    {
        if (counts.Count == 0)
            return;
        html.Markup("<section class=\"progress\" aria-labelledby=\"progress\"><h2 id=\"progress\" class=\"unseen\">Progress</h2><ul>");
        foreach (var count in counts)
            Field(html, count);
        html.Markup("</ul></section>\n");
    }

    private static void Field(HtmlBuilder html, ReviewCounts count)
    {
        long total = Math.Max(1, count.Pending + count.Accepted + count.Rejected + count.Reverted);
        double accepted = 100.0 * count.Accepted / total, rejected = 100.0 * (count.Rejected + count.Reverted) / total;
        html.Markup("<li><span class=\"name\">").Foreign(count.Field).Markup("</span>")
            .Drawing($"<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"accepted\" width=\"{accepted:0.##}\" height=\"8\"/><rect class=\"rejected\" x=\"{accepted:0.##}\" width=\"{rejected:0.##}\" height=\"8\"/></svg>")
            .Markup("<span class=\"counts\"><b>").Drawing($"{count.Pending:N0}").Markup("</b> waiting, ").Drawing($"{count.Accepted:N0} accepted, {count.Rejected:N0} rejected");
        if (count.Reverted > 0)
            html.Drawing($", {count.Reverted:N0} taken back");
        html.Markup("</span></li>");
    }
}
