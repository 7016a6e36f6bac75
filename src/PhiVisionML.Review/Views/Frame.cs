using PhiVisionML.Catalog.Reports;
using PhiVisionML.Review.Pages;

namespace PhiVisionML.Review.Views;

/// <summary>What all pages stand in.</summary>
internal static class Frame
{
    /// <summary>A page of somebody who is let in.</summary>
    public static string Render(PageParts parts, string title, Action<HtmlBuilder> body) => Render(parts.Base, title, html =>
    {
        if (parts.HasKey)
        {
            html.Markup("<form class=\"who\" method=\"post\"").Attribute("action", parts.Base + "/logout").Markup(">").Hidden(parts.Token.Name, parts.Token.Value)
                .Foreign(parts.Actor).Markup("<button class=\"quiet\">Log out</button></form>");
        }
    }, html =>
    {
        OutcomeView.Append(html, parts);
        html.Markup("<main id=\"main\" tabindex=\"-1\">\n");
        body(html);
        html.Markup("</main>\n");
        HelpView.Append(html);
    });

    /// <summary>A page of anybody.</summary>
    public static string Render(string root, string title, Action<HtmlBuilder> body) => Render(root, title, _ => { }, html =>
    {
        html.Markup("<main id=\"main\" class=\"single\" tabindex=\"-1\">\n");
        body(html);
        html.Markup("</main>\n");
    });

    private static string Render(string root, string title, Action<HtmlBuilder> corner, Action<HtmlBuilder> body)
    {
        var html = new HtmlBuilder()
            .Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Markup("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").Text(title).Markup(" · Catalog review</title>\n")
            .Markup("<link rel=\"icon\"").Attribute("href", Asset.PathOf(root, Asset.Icon)).Markup(">\n<link rel=\"stylesheet\"").Attribute("href", Asset.PathOf(root, Asset.Style)).Markup(">\n")
            .Markup("<script defer").Attribute("src", Asset.PathOf(root, Asset.Script)).Markup("></script>\n</head>\n<body>\n")
            .Markup("<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header class=\"top\"><a class=\"home\"").Attribute("href", root).Markup(">Catalog review</a>");
        corner(html);
        html.Markup("</header>\n");
        body(html);
        return html.Markup("</body>\n</html>\n").ToString();
    }
}
