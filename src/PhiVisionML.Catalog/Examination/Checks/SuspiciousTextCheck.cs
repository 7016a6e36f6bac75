using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Examination.Checks;

/// <summary>Texts that hold what nobody wrote on purpose: markup, a model's control tokens, wrongly decoded letters, invisible characters.</summary>
internal sealed class SuspiciousTextCheck : ICatalogCheck
{
    private const int MostShown = 120;

    public CheckResult Examine(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var columns = catalog.Options.Template.Fields.Where(field => field.Kind is AnswerFieldKind.Text or AnswerFieldKind.Choice).Select(field => field.Name)
            .Concat(catalog.Options.PromptColumns).Distinct(StringComparer.OrdinalIgnoreCase).Where(catalog.Has).ToArray();
        return CheckResult.Of(TextFault.All.Select(fault => Of(fault, catalog, columns)));
    }

    private static Finding? Of(TextFault fault, ExaminedCatalog catalog, string[] columns)
    {
        // The cells as they are: folding would hide control characters.
        var rows = columns.SelectMany(column => catalog.Products
            .Where(product => product.Fields[column] is { } text && fault.IsIn(text))
            .Select(product => ExaminedCatalog.Row(product, $"{column}: {Shown(product.Fields[column]!)}"))).ToArray();
        return rows.Length == 0 ? null : new Finding
        {
            Id = fault.Id,
            Topic = FindingTopic.Texts,
            Severity = FindingSeverity.Warning,
            Sentence = $"{CountText.Of(rows.Length, "text")} {(rows.Length == 1 ? "holds" : "hold")} {fault.What}.",
            Remedy = fault.Remedy,
            Rows = rows,
        };
    }

    private static string Shown(string text)
    {
        var visible = TextFault.MakeVisible(text);
        return visible.Length <= MostShown ? visible : string.Concat(visible.AsSpan(0, MostShown), "…");
    }
}
