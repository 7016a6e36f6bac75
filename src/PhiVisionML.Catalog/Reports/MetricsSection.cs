using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.Catalog.Reports;

/// <summary>The table of metrics: value and interval before and after, and both drawn on one scale where the metric is a share.</summary>
internal static class MetricsSection
{
    private const int ScaleWidth = 160;

    public static void Append(HtmlBuilder html, IReadOnlyList<ReportMetric> metrics)
    {
        if (metrics.Count == 0) return;
        var hasBefore = metrics.Any(metric => metric.Before is not null);
        var hasBaseline = metrics.Any(metric => metric.Baseline is not null);
        var hasScale = metrics.Any(metric => metric.Format == MetricFormat.Percent);

        html.Markup("<section>\n<h2>Metrics</h2>\n<p class=\"hint\">Below each value its 95 % bootstrap interval.");
        if (hasBaseline) html.Markup(" The baseline answers without looking: the most frequent category, the median price.");
        html.Markup("</p>\n<div class=\"scroll\"><table class=\"metrics\">\n<thead><tr><th scope=\"col\">Metric</th>");
        if (hasBaseline) html.Markup("<th scope=\"col\">Baseline</th>");
        if (hasBefore) html.Markup("<th scope=\"col\">Before</th>");
        html.Markup(hasBefore ? "<th scope=\"col\">After</th><th scope=\"col\">Change</th>" : "<th scope=\"col\">Value</th>");
        if (hasScale) html.Markup("<th scope=\"col\" class=\"scale\"><span class=\"ends\"><span>0</span><span>100 %</span></span></th>");
        html.Markup("</tr></thead>\n<tbody>\n");
        foreach (var metric in metrics)
        {
            html.Markup("<tr><th scope=\"row\">").Text(metric.Name)
                .Markup(metric.HigherIsBetter ? "<span class=\"aim\">higher is better</span></th>" : "<span class=\"aim\">lower is better</span></th>");
            if (hasBaseline) AppendCell(html, metric.Baseline, metric.Format);
            if (hasBefore) AppendCell(html, metric.Before, metric.Format);
            AppendCell(html, metric.After, metric.Format);
            if (hasBefore) AppendChange(html, metric);
            if (hasScale) AppendScale(html, metric);
            html.Markup("</tr>\n");
        }
        html.Markup("</tbody></table></div>\n");
        if (hasScale) AppendKey(html, hasBefore, hasBaseline);
        html.Markup("</section>\n");
    }

    private static void AppendCell(HtmlBuilder html, MetricInterval? interval, MetricFormat format)
    {
        html.Markup("<td class=\"number\">").Text(MetricText.Of(interval?.Value, format));
        if (interval is not null) html.Markup("<span class=\"range\">").Text(MetricText.Range(interval, format)).Markup("</span>");
        html.Markup("</td>");
    }

    private static void AppendChange(HtmlBuilder html, ReportMetric metric)
    {
        if (metric.Before is null || metric.After is null)
        {
            html.Markup("<td>–</td>");
            return;
        }
        var gain = (metric.After.Value - metric.Before.Value) * (metric.HigherIsBetter ? 1 : -1);
        html.Markup(gain switch
        {
            > 0 => "<td class=\"good\">▲ better</td>",
            < 0 => "<td class=\"bad\">▼ worse</td>",
            _ => "<td>= same</td>",
        });
    }

    private static void AppendScale(HtmlBuilder html, ReportMetric metric)
    {
        html.Markup("<td class=\"scale\">");
        if (metric.Format == MetricFormat.Percent)
        {
            html.Drawing($"<svg viewBox=\"-8 0 {ScaleWidth + 16} 24\" width=\"{ScaleWidth + 16}\" height=\"24\" aria-hidden=\"true\"><line class=\"track\" x1=\"0\" y1=\"12\" x2=\"{ScaleWidth}\" y2=\"12\"/>");
            if (metric.Baseline is { } baseline) html.Drawing($"<line class=\"baseline\" x1=\"{At(baseline.Value):0.#}\" y1=\"3\" x2=\"{At(baseline.Value):0.#}\" y2=\"21\"/>");
            if (metric.Before is { } before) AppendDot(html, before, "before");
            if (metric.After is { } after) AppendDot(html, after, "after");
            html.Markup("</svg>");
        }
        html.Markup("</td>");
    }

    private static void AppendDot(HtmlBuilder html, MetricInterval interval, string cssClass) => html
        .Drawing($"<line class=\"{cssClass}\" x1=\"{At(interval.Low):0.#}\" y1=\"12\" x2=\"{At(interval.High):0.#}\" y2=\"12\"/>")
        .Drawing($"<circle class=\"{cssClass}\" cx=\"{At(interval.Value):0.#}\" cy=\"12\" r=\"5\"/>");

    private static double At(double share) => ScaleWidth * Math.Clamp(share, 0, 1);

    private static void AppendKey(HtmlBuilder html, bool hasBefore, bool hasBaseline)
    {
        html.Markup("<p class=\"key scales\"><span><i class=\"dot after\"></i>").Markup(hasBefore ? "after" : "value").Markup("</span>");
        if (hasBefore) html.Markup("<span><i class=\"dot before\"></i>before</span>");
        if (hasBaseline) html.Markup("<span><i class=\"bar\"></i>baseline</span>");
        html.Markup("</p>\n");
    }
}
