using System.Globalization;
using System.Text;
using PhiVisionML.Catalog.Files;
using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Splits.Page;

/// <summary>
/// Writes the report of a split as one HTML page: whether anything leaks, how categories are spread, the closest pictures of different parts, the biggest families.
/// Style and pictures are inside, there are no scripts and nothing is fetched.
/// </summary>
public static class SplitPage
{
    private const string Css = """
        .split table { width: auto; min-width: 24rem; }
        .split td.number, .split th.number { text-align: end; }
        .split h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; overflow-wrap: anywhere; }
        .strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .8rem; }
        .strip figure { margin: 0; }
        .strip figcaption { font-size: .82rem; margin-top: .5rem; overflow-wrap: anywhere; }

        """;

    /// <summary>Writes the page; it appears as a whole or not at all.</summary>
    /// <param name="path">The page's file; its folder is made if need be, an existing file is replaced.</param>
    /// <param name="title">The heading; plain text.</param>
    /// <param name="products">The rows of the table.</param>
    /// <param name="report">What was found about them.</param>
    /// <param name="shares">The share of families that each part was to have; empty where nobody knows.</param>
    /// <param name="notes">Closing remarks, one paragraph each; plain text.</param>
    public static void Write(
        string path, string title, IReadOnlyList<Product> products, SplitReport report, IReadOnlyDictionary<string, double> shares, IReadOnlyList<string> notes)
    {
        var page = Encoding.UTF8.GetBytes(Render(title, products, report, shares, notes));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page as text.</summary>
    /// <inheritdoc cref="Write" path="/param[@name!='path']"/>
    public static string Render(
        string title, IReadOnlyList<Product> products, SplitReport report, IReadOnlyDictionary<string, double> shares, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(notes);
        var rows = new PictureStrip(products, report);
        return HtmlPage.Render(title, ReportStyle.Css + Css, html =>
        {
            html.Markup("<header>\n<h1>").Text(title).Markup("</h1>\n</header>\n");
            AppendVerdict(html, report.Leakage);
            CardsSection.Append(html, Headlines(report));
            StrataSection.Append(html, report, shares);
            LeakageSection.Append(html, report.Leakage, rows);
            AppendFamilies(html, report, rows);
            html.Markup("<footer>\n");
            foreach (var note in notes) html.Paragraph("note", note);
            html.Markup("</footer>\n");
        });
    }

    private static void AppendVerdict(HtmlBuilder html, SplitLeakage leakage) => html.Paragraph(leakage.Exists ? "verdict bad" : "verdict good", leakage.Exists
        ? string.Create(CultureInfo.InvariantCulture, $"This split leaks: {leakage.Families.Count:N0} families, {leakage.ProductCodes.Count:N0} product codes and {leakage.SamePhotos.Count:N0} pairs of one photo are in more than one part.")
        : "Nothing crosses: no family, no product code and no photo is in more than one part (pictures of a single colour aside).");

    private static ReportCard[] Headlines(SplitReport report) =>
    [
        new("Rows in a part", Number(report.Rows), report.WithoutPart.Count == 0 ? "every row" : $"{Number(report.WithoutPart.Count)} more in none"),
        new("Families", Number(report.Families.Count), report.Families.Count == 0 ? null : $"the biggest has {Number(report.Families[0].Rows.Count)} rows"),
        new("Photos in several parts", Number(report.Leakage.SamePhotos.Count), $"{Number(report.Leakage.SamePhotos.Count(pair => pair.IsIdentical))} equal byte by byte"),
        new("Closest pictures across parts", report.Leakage.Closest is { } closest ? closest.Distance.ToString("F2", CultureInfo.InvariantCulture) : "–", "copies of one photo: at most 1"),
    ];

    private static void AppendFamilies(HtmlBuilder html, SplitReport report, PictureStrip rows)
    {
        const int families = 6;
        var shown = report.Families.Where(family => family.Rows.Count > 1).Take(families).ToArray();
        if (shown.Length == 0) return;
        html.Markup("<section class=\"split\">\n<h2>Biggest families</h2>\n")
            .Paragraph("hint", "Rows that stay together. A family of unlike products shares a placeholder picture or a family name that says too little.");
        foreach (var family in shown)
        {
            html.Markup("<h3>").Foreign(family.Name).Drawing($": {family.Rows.Count:N0} rows</h3>\n");
            rows.Append(html, family.Rows);
        }
        html.Markup("</section>\n");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
