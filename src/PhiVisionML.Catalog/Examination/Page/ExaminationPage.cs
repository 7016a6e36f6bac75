using System.Globalization;
using System.Text;
using PhiVisionML.Catalog.Files;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>
/// Writes an examination as one HTML page: a verdict, the findings by weight, then each with its rows, pictures and remedy.
/// Style and pictures are inside, there are no scripts and nothing is fetched.
/// </summary>
public static class ExaminationPage
{
    /// <summary>Writes the page; it appears as a whole or not at all.</summary>
    /// <param name="path">The page's file; its folder is made if need be, an existing file is replaced.</param>
    /// <param name="title">The heading; plain text.</param>
    /// <param name="result">What to show.</param>
    /// <param name="notes">Closing remarks, one paragraph each; plain text.</param>
    public static void Write(string path, string title, ExaminationResult result, IReadOnlyList<string> notes)
    {
        var page = Encoding.UTF8.GetBytes(Render(title, result, notes));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page as text.</summary>
    /// <inheritdoc cref="Write" path="/param[@name!='path']"/>
    public static string Render(string title, ExaminationResult result, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(notes);
        return HtmlPage.Render(title, ReportStyle.Css + ExaminationStyle.Css, html =>
        {
            html.Markup("<header>\n<h1>").Text(title).Markup("</h1>\n</header>\n");
            VerdictSection.Append(html, result);
            CardsSection.Append(html, Headlines(result));
            SummarySection.Append(html, result.Findings);
            var articles = new FindingArticles();
            foreach (var topic in Enum.GetValues<FindingTopic>()) TopicSection.Append(html, topic, result, articles);
            if (notes.Count == 0) return;
            html.Markup("<footer>\n");
            foreach (var note in notes) html.Paragraph("note", note);
            html.Markup("</footer>\n");
        });
    }

    private static ReportCard[] Headlines(ExaminationResult result)
    {
        string[] shown = ["categories", "category_baseline_accuracy", "price_baseline_mae", "sequence_tokens", "training_hours"];
        return
        [
            new("Rows to train on", result.UsableRows.ToString("N0", CultureInfo.InvariantCulture), $"of {result.Rows.ToString("N0", CultureInfo.InvariantCulture)}"),
            .. result.Figures.Where(figure => shown.Contains(figure.Id)).Select(TopicSection.Card),
        ];
    }
}
