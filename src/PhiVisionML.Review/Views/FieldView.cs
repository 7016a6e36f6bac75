using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Pages;
using PhiVisionML.Review.Values;

namespace PhiVisionML.Review.Views;

/// <summary>A field: what it has, what is proposed, and what is to become of it.</summary>
internal static class FieldView
{
    private const int LongText = 60;

    /// <param name="html">The page.</param>
    /// <param name="parts">What it is made with.</param>
    /// <param name="item">The product.</param>
    /// <param name="field">The field.</param>
    /// <param name="isCurrent">Whether access keys are its own.</param>
    public static void Append(HtmlBuilder html, PageParts parts, ReviewItem item, ReviewedField field, bool isCurrent)
    {
        var proposal = field.Proposal;
        string id = FormattableString.Invariant($"{proposal.Id}");
        html.Markup($"<section class=\"field {ReviewQuery.Word(proposal.State)}\" tabindex=\"-1\" aria-labelledby=\"f{id}\" data-field{(field.IsPending && field.Fits ? " data-waiting" : "")}>")
            .Markup($"<div class=\"title\"><h2 id=\"f{id}\">").Foreign(proposal.Field).Markup("</h2>");
        Confidence(html, field);
        html.Markup("</div>");
        if (field.IsPending)
            Waiting(html, parts, item, field, id, isCurrent);
        else
            Decided(html, parts, item, proposal);
        html.Markup("</section>\n");
    }

    private static void Confidence(HtmlBuilder html, ReviewedField field)
    {
        if (field.Proposal.Confidence is { } confidence)
            html.Markup("<p class=\"sure\">").Bar(confidence).Markup("<span><span class=\"unseen\">Confidence </span>").Text(Html.Percent(confidence)).Markup("</span></p>");
        else
            html.Paragraph("sure hint", "confidence unknown");
    }

    private static void Waiting(HtmlBuilder html, PageParts parts, ReviewItem item, ReviewedField field, string id, bool isCurrent)
    {
        html.Markup("<form method=\"post\"").Attribute("action", ProductView.DecideAt(parts, item)).Markup(">").Hidden(parts.Token.Name, parts.Token.Value).Hidden("proposal", id);
        Now(html, field.Proposal.Current);
        Box(html, field, id, isCurrent);
        Second(html, field);
        if (field.Refusal is { } refusal)
            html.Markup($"<p class=\"fault\" role=\"alert\" id=\"x{id}\">").Text(refusal.Fault).Markup("</p>");
        html.Markup($"<div class=\"buttons\"><button class=\"primary\" name=\"do\" value=\"accept\" data-key=\"a\"{(isCurrent ? " accesskey=\"a\"" : "")}>Accept<span class=\"unseen\"> ").Text(field.Proposal.Field)
            .Markup($"</span> <kbd>a</kbd></button><button name=\"do\" value=\"reject\" data-key=\"r\"{(isCurrent ? " accesskey=\"r\"" : "")}>Reject<span class=\"unseen\"> ").Text(field.Proposal.Field)
            .Markup("</span> <kbd>r</kbd></button></div></form>");
    }

    private static void Now(HtmlBuilder html, string? value)
    {
        html.Markup("<div class=\"now\"><span class=\"label\">Now</span>");
        if (string.IsNullOrEmpty(value))
            html.Markup("<p class=\"none\">empty</p></div>");
        else
            html.Markup("<p dir=\"auto\">").Text(value).Markup("</p></div>");
    }

    private static void Box(HtmlBuilder html, ReviewedField field, string id, bool isCurrent)
    {
        string text = field.Refusal?.Text ?? field.Proposal.Proposed;
        string common = $" id=\"v{id}\" name=\"value\" dir=\"auto\" autocomplete=\"off\" data-key=\"e\"{(isCurrent ? " accesskey=\"e\"" : "")}{(field.Refusal is null ? "" : $" aria-invalid=\"true\" aria-describedby=\"x{id}\"")}";
        html.Markup($"<div class=\"proposed\"><label class=\"label\" for=\"v{id}\">Proposed<span class=\"unseen\"> ").Text(field.Proposal.Field).Markup("</span></label>");
        if (text.Length > LongText && field.Offers.Count == 0)
            html.Markup($"<textarea rows=\"3\"{common}>\n").Text(text).Markup("</textarea>");
        else
            html.Markup($"<input{common}{(field.Field is { IsNumeric: true } ? " inputmode=\"decimal\"" : "")}{(field.Offers.Count > 0 ? $" list=\"o{id}\"" : "")}").Attribute("value", text).Markup(">");
        if (field.Offers.Count > 0)
        {
            html.Markup($"<datalist id=\"o{id}\">");
            foreach (string offer in field.Offers)
                html.Markup("<option").Attribute("value", offer).Markup("></option>");
            html.Markup("</datalist>");
        }

        html.Markup("</div>");
    }

    private static void Second(HtmlBuilder html, ReviewedField field)
    {
        if (field.Answered?.RunnerUp is not { } second)
            return;
        html.Markup("<p class=\"second hint\">Second: ").Foreign(second);
        if (field.Answered.RunnerUpProbability is { } probability)
            html.Text(", " + Html.Percent(probability));
        html.Markup("</p>");
    }

    private static void Decided(HtmlBuilder html, PageParts parts, ReviewItem item, Proposal proposal)
    {
        html.Markup("<div class=\"both\">");
        Now(html, proposal.Current);
        html.Markup("<div class=\"proposed\"><span class=\"label\">").Text(proposal.Value is null || proposal.Value == proposal.Proposed ? "Proposed" : "Written").Markup("</span><p class=\"value\" dir=\"auto\">").Text(proposal.Value ?? proposal.Proposed).Markup("</p></div></div>");
        if (proposal.Value is { } value && value != proposal.Proposed)
            html.Markup("<p class=\"second hint\">The model said: ").Foreign(proposal.Proposed).Markup("</p>");
        html.Markup($"<div class=\"buttons\"><span class=\"state\">{(proposal.State == ProposalState.Reverted ? "Taken back" : proposal.State)}");
        if (proposal.DecidedBy is { Length: > 0 } by)
            html.Text(" by ").Foreign(by);
        html.Markup("</span>");
        if (proposal.State is ProposalState.Accepted or ProposalState.Rejected)
            OutcomeView.UndoForm(html, parts, item.JobId, [proposal.Id], isLast: false, proposal.Field);
        html.Markup("</div>");
    }
}
