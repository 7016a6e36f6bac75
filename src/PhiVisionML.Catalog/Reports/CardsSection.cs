namespace PhiVisionML.Catalog.Reports;

/// <summary>The headline figures.</summary>
internal static class CardsSection
{
    public static void Append(HtmlBuilder html, IReadOnlyList<ReportCard> cards)
    {
        if (cards.Count == 0) return;
        html.Markup("<section class=\"cards\" aria-label=\"Headline figures\">\n");
        foreach (var card in cards)
        {
            html.Markup("<div class=\"card\">").Markup("<div class=\"label\">").Text(card.Label)
                .Markup("</div><div class=\"figure\">").Text(card.Value).Markup("</div>");
            if (card.Detail is not null) html.Markup("<div class=\"detail\">").Text(card.Detail).Markup("</div>");
            html.Markup("</div>\n");
        }
        html.Markup("</section>\n");
    }
}
