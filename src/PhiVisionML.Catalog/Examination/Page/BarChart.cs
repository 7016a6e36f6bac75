using System.Globalization;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>A chart as a table with a bar in each row, readable without the bars, too.</summary>
internal static class BarChart
{
    private const int MostBars = 24;

    public static void Append(HtmlBuilder html, ExaminationChart chart)
    {
        var bars = Shown(chart.Bars);
        var most = bars.Max(bar => bar.Value);
        html.Markup("<div class=\"bars\"><table>\n<caption>").Text(chart.Title).Markup("</caption>\n<tbody>\n");
        foreach (var bar in bars)
        {
            html.Markup("<tr><th scope=\"row\">").Foreign(bar.Label)
                .Drawing($"</th><td class=\"track\"><i class=\"{(bar.IsFlagged ? "flagged" : "plain")}\" style=\"width:{(most > 0 ? 100 * bar.Value / most : 0):0.##}%\"></i></td><td class=\"number\">")
                .Text(bar.Value.ToString("#,##0.##", CultureInfo.InvariantCulture)).Markup("</td></tr>\n");
        }
        html.Markup("</tbody></table>\n");
        if (chart.Caption is not null) html.Paragraph("hint", chart.Caption);
        html.Markup("</div>\n");
    }

    private static IReadOnlyList<ExaminationBar> Shown(IReadOnlyList<ExaminationBar> bars)
    {
        if (bars.Count <= MostBars) return bars;
        var rest = bars.Skip(MostBars - 1).ToArray();
        return [.. bars.Take(MostBars - 1), new ExaminationBar($"{rest.Length} others", rest.Sum(bar => bar.Value), rest.Any(bar => bar.IsFlagged))];
    }
}
