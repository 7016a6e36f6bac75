using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Splits.Page;

/// <summary>Rows of the table with their pictures.</summary>
internal sealed class PictureStrip(IReadOnlyList<Product> products, SplitReport report)
{
    private const int MostCards = 6;

    /// <summary>The first of the rows, each with its first picture.</summary>
    public void Append(HtmlBuilder html, IReadOnlyList<int> rows)
    {
        html.Markup("<div class=\"strip\">\n");
        foreach (int row in rows.Take(MostCards)) AppendCard(html, row, products[row].ImagePaths is [var path, ..] ? path : null, null);
        html.Markup("</div>\n");
        if (rows.Count > MostCards) html.Drawing($"<p class=\"hint\">and {rows.Count - MostCards:N0} more rows</p>\n");
    }

    /// <summary>Two rows with the pictures that were compared.</summary>
    public void Append(HtmlBuilder html, CrossingPictures pair)
    {
        html.Markup("<div class=\"strip\">\n");
        AppendCard(html, pair.Row, pair.Path, null);
        AppendCard(html, pair.OtherRow, pair.OtherPath, FormattableString.Invariant($"{(pair.IsIdentical ? "the same bytes; " : "")}distance {pair.Distance:F2}: {pair.Bits} of 256 bits, colours {pair.ColourDifference:F0} % apart"));
        html.Markup("</div>\n");
    }

    private void AppendCard(HtmlBuilder html, int row, string? path, string? remark)
    {
        var product = products[row];
        html.Markup("<figure class=\"product\">");
        PictureFrame.Append(html, Thumbnail.TryCreateBase64(path), $"product {product.ProductCode}");
        html.Markup("<figcaption><b>").Foreign(product.ProductCode).Markup("</b> ");
        if (product.Fields.GetValueOrDefault(report.TitleColumn) is { } title) html.Markup("<br>").Foreign(title);
        if (report.PartOfRow[row] is { } part) html.Markup("<br>").Foreign(part);
        if (remark is not null) html.Markup("<br>").Text(remark);
        html.Markup("</figcaption></figure>\n");
    }
}
