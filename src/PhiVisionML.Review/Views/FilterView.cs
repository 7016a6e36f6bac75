using System.Globalization;
using PhiVisionML.Catalog.Reports;
using PhiVisionML.Enrichment.Policies;
using PhiVisionML.Review.Pages;

namespace PhiVisionML.Review.Views;

/// <summary>The form that says which products are looked at.</summary>
internal static class FilterView
{
    private static readonly (ProposalState State, string Text)[] States =
    [
        (ProposalState.Pending, "Waiting"), (ProposalState.Accepted, "Accepted"), (ProposalState.Rejected, "Rejected"), (ProposalState.Reverted, "Taken back"),
    ];

    public static void Append(HtmlBuilder html, PageParts parts, ReviewList list)
    {
        var filter = parts.Query.Filter;
        html.Markup("<form class=\"filter\" method=\"get\" role=\"search\" aria-label=\"Filter\"").Attribute("action", parts.Base).Markup(">");
        if (filter.Catalog is { } catalog)
            html.Hidden("catalog", catalog);
        html.Markup("<div><label for=\"run\">Run</label><select id=\"run\" name=\"run\">").Option("", "All", filter.RunId is null);
        foreach (var run in list.Runs)
            html.Option(run.Id.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{run.Id} · {run.Settings.Catalog} · {run.StartedAt.UtcDateTime:yyyy-MM-dd}"), filter.RunId == run.Id);
        html.Markup("</select></div><div><label for=\"field\">Field</label><select id=\"field\" name=\"field\">").Option("", "All", filter.Field is null);
        foreach (string field in list.Counts.Select(count => count.Field).Union(filter.Field is null ? [] : [filter.Field]))
            html.Option(field, field, filter.Field == field);
        html.Markup("</select></div><div><label for=\"state\">State</label><select id=\"state\" name=\"state\">");
        foreach (var (state, text) in States)
            html.Option(ReviewQuery.Word(state), text, filter.State == state);
        html.Option(ReviewQuery.AllStates, "All", filter.State is null)
            .Markup("</select></div><fieldset><legend>Confidence, %</legend>");
        Percent(html, "min", "From", filter.MinConfidence);
        Percent(html, "max", "To", filter.MaxConfidence);
        html.Markup("</fieldset><div><label for=\"sku\">SKU begins with</label><input id=\"sku\" name=\"sku\" maxlength=\"200\" dir=\"auto\"").Attribute("value", filter.SkuPrefix ?? "").Markup("></div>")
            .Markup("<div class=\"buttons\"><button>Filter</button><a").Attribute("href", parts.Base).Markup(">Clear</a></div></form>\n");
    }

    private static void Percent(HtmlBuilder html, string name, string label, double? share)
        => html.Markup($"<label for=\"{name}\" class=\"unseen\">{label}</label><input id=\"{name}\" name=\"{name}\" type=\"number\" min=\"0\" max=\"100\" step=\"any\" placeholder=\"{(name == "min" ? "0" : "100")}\"")
            .Attribute("value", ReviewQuery.Percent(share) ?? "").Markup(">");
}
