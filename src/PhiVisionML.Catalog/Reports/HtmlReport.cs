using System.Text;
using PhiVisionML.Catalog.Files;

namespace PhiVisionML.Catalog.Reports;

/// <summary>
/// Writes a report as one HTML page: style, curve and pictures are inside, there are no scripts and nothing is fetched.
/// It follows the reader's light or dark setting and is readable on a phone.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page; it appears as a whole or not at all.</summary>
    /// <param name="path">The page's file; its folder is made if need be, an existing file is replaced.</param>
    /// <param name="model">What to show.</param>
    public static void Write(string path, ReportModel model)
    {
        var page = Encoding.UTF8.GetBytes(Render(model));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page as text.</summary>
    /// <param name="model">What to show.</param>
    public static string Render(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return HtmlPage.Render(model.Title, ReportStyle.Css, html =>
        {
            html.Markup("<header>\n<h1>").Text(model.Title).Markup("</h1>\n");
            if (model.Subtitle is not null) html.Paragraph("subtitle", model.Subtitle);
            html.Markup("</header>\n");
            CardsSection.Append(html, model.Cards);
            MetricsSection.Append(html, model.Metrics);
            LossSection.Append(html, model.Losses);
            GroundingSection.Append(html, model.Grounding);
            ProductsSection.Append(html, model.Products, model.ProductsCaption);
            if (model.Notes.Count > 0)
            {
                html.Markup("<footer>\n");
                foreach (var note in model.Notes) html.Paragraph("note", note);
                html.Markup("</footer>\n");
            }
        });
    }
}
