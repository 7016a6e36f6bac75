namespace PhiVisionML.Review.Views;

/// <summary>A page that says what went wrong.</summary>
internal static class ErrorView
{
    /// <param name="root">Where the pages lie.</param>
    /// <param name="message">What is wrong, and the remedy.</param>
    public static string Render(string root, string message) => Frame.Render(root, "Not done", html => html
        .Markup("<h1>That did not work</h1>").Paragraph("fault", message)
        .Markup("<p><a").Attribute("href", root).Markup(">To the list</a></p>"));
}
