namespace PhiVisionML.Catalog.Reports;

/// <summary>The frame that holds a product's picture on a page, or says that there is none.</summary>
internal static class PictureFrame
{
    /// <param name="html">The page.</param>
    /// <param name="jpeg">The picture, as <see cref="Thumbnail.TryCreateBase64"/> makes it.</param>
    /// <param name="of">What the picture shows, for those who cannot see it.</param>
    public static void Append(HtmlBuilder html, string? jpeg, string of)
    {
        html.Markup("<div class=\"picture\">");
        if (jpeg is not null)
            html.Markup("<img src=\"data:image/jpeg;base64,").Markup(jpeg).Markup("\" alt=\"Picture of ").Text(of).Markup("\">");
        else
            html.Markup("<span class=\"none\">no picture</span>");
        html.Markup("</div>");
    }
}
