using PhiVisionML.Catalog.Reports;

namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>Whether the catalog can be trained on, in a sentence or two.</summary>
internal static class VerdictSection
{
    public static void Append(HtmlBuilder html, ExaminationResult result)
    {
        var (cssClass, sign, verdict) = result.Worst switch
        {
            FindingSeverity.Error => ("bad", "✗", "Put the errors right first."),
            FindingSeverity.Warning => ("warn", "!", "Can be trained on, with reservations."),
            _ => ("good", "✓", "Ready to train on."),
        };
        html.Markup($"<p class=\"verdict {cssClass}\"><strong>{sign} ").Text(verdict).Markup("</strong> ").Text(result.Verdict).Markup("</p>\n");
    }
}
