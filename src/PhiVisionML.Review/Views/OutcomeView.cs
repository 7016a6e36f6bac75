using PhiVisionML.Catalog.Reports;
using PhiVisionML.Review.Pages;

namespace PhiVisionML.Review.Views;

/// <summary>Says what the last form did, and offers to take it back.</summary>
internal static class OutcomeView
{
    public static void Append(HtmlBuilder html, PageParts parts)
    {
        html.Markup("<div class=\"outcome\">");
        if (parts.Outcome is { } outcome)
        {
            html.Markup($"<p role=\"status\" aria-live=\"polite\" id=\"outcome\" class=\"{outcome.Kind.ToString().ToLowerInvariant()}\">");
            Say(html, outcome);
            html.Markup("</p>");
            if (outcome.CanUndo)
                UndoForm(html, parts, outcome.Item!.JobId, outcome.Proposals.Select(proposal => proposal.Id), isLast: true);
        }

        html.Markup("</div>\n");
    }

    /// <summary>A button that takes decisions back.</summary>
    public static void UndoForm(HtmlBuilder html, PageParts parts, long job, IEnumerable<long> proposals, bool isLast, string of = "")
    {
        html.Markup("<form method=\"post\"").Attribute("action", FormattableString.Invariant($"{parts.Base}/products/{job}/undo") + parts.Query.ToQuery()).Markup(">")
            .Hidden(parts.Token.Name, parts.Token.Value).Hidden("ids", string.Join(',', proposals))
            .Markup(isLast ? "<button class=\"quiet\" accesskey=\"u\" data-key=\"u\">Undo <kbd>u</kbd></button>" : "<button class=\"quiet\">Undo");
        if (!isLast)
            html.Markup("<span class=\"unseen\"> ").Text(of).Markup("</span></button>");
        html.Markup("</form>");
    }

    private static void Say(HtmlBuilder html, Outcome outcome)
    {
        if (outcome.Kind == OutcomeKind.End)
        {
            html.Text("That was the last product that fits.");
            return;
        }

        if (outcome.Kind == OutcomeKind.Nothing)
        {
            html.Text("Nothing was changed: it was decided before, or written over since.");
            return;
        }

        html.Text(outcome.Kind.ToString()).Markup(": ");
        string separator = "";
        foreach (var proposal in outcome.Proposals)
        {
            html.Text(separator).Foreign(proposal.Field);
            separator = ", ";
        }

        if (outcome.Item is { } item)
            html.Text(" of ").Foreign(item.Product.Sku).Text(".");
    }
}
