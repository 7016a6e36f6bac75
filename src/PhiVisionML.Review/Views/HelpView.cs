using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Review.Views;

/// <summary>The keys.</summary>
internal static class HelpView
{
    private static readonly (string Key, string Meaning)[] Keys =
    [
        ("a", "accept the field, as its box has it"), ("r", "reject it"), ("e", "edit it; Enter accepts, Escape leaves the box"),
        ("A", "accept all fields, as their boxes have them"), ("u", "undo the last decision"), ("j", "next product"), ("k", "previous product"), ("?", "this help"),
    ];

    public static void Append(HtmlBuilder html)
    {
        html.Markup("<footer><details id=\"help\"><summary accesskey=\"h\">Keys</summary><dl>");
        foreach (var (key, meaning) in Keys)
            html.Markup("<div><dt><kbd>").Text(key).Markup("</kbd></dt><dd>").Text(meaning).Markup("</dd></div>");
        html.Markup("</dl><p>Keys act on the field that has the focus, or on the first that waits. Without scripts, your browser's access keys a, r, e, u, j and k do the same, and \"accept all\" takes what is proposed.</p></details></footer>\n");
    }
}
