using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Answers;

namespace PhiVisionML.Review.Views;

/// <summary>What the model said, token by token, and which model it was.</summary>
internal static class EvidenceView
{
    private const int MostTokens = 2_000;

    // The shade of a token: how sure the model was of it.
    private static readonly double[] Steps = [0.5, 0.8, 0.95];

    public static void Append(HtmlBuilder html, ProductAnswer answer)
    {
        html.Markup("<details class=\"evidence\"><summary>Raw answer and evidence</summary><p class=\"raw\" dir=\"auto\">");
        if (answer.Tokens.Count == 0)
            html.Text(answer.Text);
        foreach (var token in answer.Tokens.Take(MostTokens).Where(token => token.Text.Length > 0))
            html.Markup($"<span class=\"t{Steps.Count(step => token.Probability >= step)}\"").Attribute("title", Html.Percent(token.Probability)).Markup(">").Text(token.Text).Markup("</span>");
        html.Markup("</p>");
        if (answer.Tokens.Count > 0)
            html.Markup("<p class=\"hint\">Underlined are tokens that the model was less than 95, 80 and 50 % sure of.</p>");
        html.Markup("<dl class=\"cells\">");
        Row(html, "Model", answer.Model);
        Row(html, "Adapter", answer.Adapter.Length > 0 ? answer.Adapter : "none");
        Row(html, "Prompt version", answer.PromptVersion);
        Row(html, "SHA-256 of the picture", answer.PictureHash);
        Row(html, "Tokens read, written", FormattableString.Invariant($"{answer.PromptTokens:N0}, {answer.OutputTokens:N0}"));
        Row(html, "Time", FormattableString.Invariant($"{answer.Seconds:0.###} s"));
        if (answer.Joules is { } joules)
            Row(html, "Energy", FormattableString.Invariant($"{joules:0.#} J"));
        html.Markup("</dl></details>");
    }

    private static void Row(HtmlBuilder html, string name, string value) => html.Markup("<div><dt>").Text(name).Markup("</dt><dd>").Foreign(value).Markup("</dd></div>");
}
