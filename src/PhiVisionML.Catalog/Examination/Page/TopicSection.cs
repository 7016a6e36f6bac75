using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>All of one topic: figures, charts, and the findings in full.</summary>
internal static class TopicSection
{
    public static void Append(HtmlBuilder html, FindingTopic topic, ExaminationResult result, FindingArticles articles)
    {
        var figures = result.Figures.Where(figure => figure.Topic == topic).ToArray();
        var charts = result.Charts.Where(chart => chart.Topic == topic).ToArray();
        var findings = result.Findings.Select((finding, i) => (Finding: finding, Number: i + 1)).Where(pair => pair.Finding.Topic == topic).ToArray();
        if (figures.Length + charts.Length + findings.Length == 0) return;
        html.Markup("<section class=\"topic\">\n<h2>").Text(Name(topic)).Markup("</h2>\n");
        CardsSection.Append(html, [.. figures.Select(Card)]);
        if (charts.Length > 0)
        {
            html.Markup("<div class=\"charts\">\n");
            foreach (var chart in charts) BarChart.Append(html, chart);
            html.Markup("</div>\n");
        }
        foreach (var (finding, number) in findings) articles.Append(html, finding, number);
        html.Markup("</section>\n");
    }

    public static ReportCard Card(ExaminationFigure figure) => new(figure.Label, figure.Text, figure.Explanation);

    private static string Name(FindingTopic topic) => topic switch
    {
        FindingTopic.Budget => "Tokens, memory and time",
        FindingTopic.Split => "Training rows against test rows",
        _ => topic.ToString(),
    };
}
