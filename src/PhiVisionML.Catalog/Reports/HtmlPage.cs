namespace PhiVisionML.Catalog.Reports;

/// <summary>The frame of a page that holds everything itself: there are no scripts and nothing is fetched.</summary>
internal static class HtmlPage
{
    private const string ContentPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <param name="title">The page's title; plain text.</param>
    /// <param name="css">The style sheet.</param>
    /// <param name="body">Writes what the page shows.</param>
    public static string Render(string title, string css, Action<HtmlBuilder> body)
    {
        var html = new HtmlBuilder();
        html.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{ContentPolicy}\">\n")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Markup("<title>").Text(title).Markup("</title>\n<style>\n").Markup(css).Markup("</style>\n</head>\n<body>\n<main>\n");
        body(html);
        return html.Markup("</main>\n</body>\n</html>\n").ToString();
    }
}
