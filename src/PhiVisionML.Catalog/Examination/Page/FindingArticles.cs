using System.Globalization;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>Findings in full: what, what to do, and the first rows with their pictures.</summary>
internal sealed class FindingArticles
{
    private const int MostCards = 12, MostGroups = 8, MostOfGroup = 6, MostNumbers = 400;

    private readonly Dictionary<string, string?> _thumbnails = new(StringComparer.Ordinal);

    public void Append(HtmlBuilder html, Finding finding, int number)
    {
        html.Drawing($"<article class=\"finding\" id=\"finding-{number}\">\n<h3>");
        SummarySection.Badge(html, finding.Severity);
        html.Markup(" ").Text(finding.Sentence).Markup("</h3>\n<p class=\"remedy\"><strong>What to do:</strong> ").Text(finding.Remedy).Markup("</p>\n");
        if (finding.Command is not null) html.Markup("<pre><code>").Text(finding.Command).Markup("</code></pre>\n");
        var shown = AppendRows(html, finding.Rows);
        if (finding.Rows.Count > shown) AppendNumbers(html, finding);
        html.Markup("</article>\n");
    }

    /// <returns>How many of the rows are shown.</returns>
    private int AppendRows(HtmlBuilder html, IReadOnlyList<FindingRow> rows)
    {
        var groups = rows.GroupBy(row => row.Group).Take(MostGroups).ToArray();
        if (groups.Any(group => group.Key is not null)) return AppendGroups(html, groups);
        FindingRow[] first = [.. rows.Take(MostCards)];
        AppendSamples(html, first);
        return first.Length;
    }

    private int AppendGroups(HtmlBuilder html, IGrouping<string?, FindingRow>[] groups)
    {
        var shown = 0;
        html.Markup("<div class=\"groups\">\n");
        foreach (var group in groups)
        {
            FindingRow[] first = [.. group.Take(MostOfGroup)];
            shown += first.Length;
            html.Markup(first.Length > 2 ? "<div class=\"group wide\"><h4>" : "<div class=\"group\"><h4>").Foreign(group.Key ?? "others").Markup("</h4>\n");
            AppendSamples(html, first);
            html.Markup("</div>\n");
        }
        html.Markup("</div>\n");
        return shown;
    }

    private void AppendSamples(HtmlBuilder html, FindingRow[] rows)
    {
        if (rows.Any(row => row.PicturePath is not null)) AppendCards(html, rows);
        else if (rows.Length > 0) AppendTable(html, rows);
    }

    private void AppendCards(HtmlBuilder html, FindingRow[] rows)
    {
        html.Markup("<div class=\"samples\">\n");
        foreach (var row in rows)
        {
            html.Markup("<figure class=\"product\">");
            PictureFrame.Append(html, Thumbnail64(row.PicturePath), Name(row));
            html.Markup("<figcaption><b>").Foreign(Name(row)).Markup("</b>");
            AppendDetail(html, row.Detail);
            html.Markup("</figcaption></figure>\n");
        }
        html.Markup("</div>\n");
    }

    /// <summary>Each part in its own direction: a title from right to left must not turn the code and price behind it.</summary>
    private static void AppendDetail(HtmlBuilder html, string? detail)
    {
        if (detail is null) return;
        html.Markup("<span class=\"why\">");
        var parts = detail.Split(ExaminedCatalog.Separator);
        for (var i = 0; i < parts.Length; i++) html.Markup(i == 0 ? "" : ExaminedCatalog.Separator).Foreign(parts[i]);
        html.Markup("</span>");
    }

    private static void AppendTable(HtmlBuilder html, FindingRow[] rows)
    {
        html.Markup("<div class=\"scroll\"><table class=\"rows\">\n<tbody>\n");
        foreach (var row in rows)
            html.Markup("<tr><th scope=\"row\">").Foreign(Name(row)).Markup("</th><td dir=\"auto\">").Text(row.Detail ?? "").Markup("</td></tr>\n");
        html.Markup("</tbody></table></div>\n");
    }

    private static void AppendNumbers(HtmlBuilder html, Finding finding)
    {
        var rows = finding.Rows.DistinctBy(row => row.RowNumber).ToArray();
        html.Drawing($"<details><summary>All {rows.Length:N0} rows</summary><p>");
        foreach (var row in rows.Take(MostNumbers)) html.Foreign(Name(row)).Markup("; ");
        if (rows.Length > MostNumbers) html.Drawing($"and {rows.Length - MostNumbers:N0} more, which --json lists.");
        html.Markup("</p></details>\n");
    }

    private static string Name(FindingRow row) =>
        row.ProductCode is null || row.ProductCode == row.RowNumber.ToString(CultureInfo.InvariantCulture)
            ? string.Create(CultureInfo.InvariantCulture, $"row {row.RowNumber}")
            : string.Create(CultureInfo.InvariantCulture, $"row {row.RowNumber}, {row.ProductCode}");

    private string? Thumbnail64(string? path)
    {
        if (path is null) return null;
        if (!_thumbnails.TryGetValue(path, out var jpeg)) _thumbnails.Add(path, jpeg = Thumbnail.TryCreateBase64(path));
        return jpeg;
    }
}
