using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.Catalog.Prompts;

namespace PhiVisionML.Cli.Doctor;

/// <summary>The rows of a catalog in tokens, counted once for all checks that ask.</summary>
/// <param name="model">Counts.</param>
/// <param name="prompt">What the model is asked.</param>
internal sealed class RowBudgets(BaseArithmetic model, PromptTemplate prompt)
{
    private (ExaminedCatalog Catalog, IReadOnlyList<RowBudget> Rows)? _counted;

    public BaseArithmetic Model => model;

    /// <summary>Every row with a sound picture and an answer.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="cancellation">Looked at between rows.</param>
    public IReadOnlyList<RowBudget> Of(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        if (_counted is not { } counted || counted.Catalog != catalog)
            _counted = counted = (catalog, Count(catalog, cancellation));
        return counted.Rows;
    }

    private List<RowBudget> Count(ExaminedCatalog catalog, CancellationToken cancellation)
    {
        var promptTokens = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<RowBudget>();
        foreach (var product in catalog.Products)
        {
            cancellation.ThrowIfCancellationRequested();
            if (catalog.Picture(product) is not { Fault: null } picture || Rendered(catalog.Options.Template, product) is not { } answer)
                continue;
            string text = prompt.Render(column => product.Fields.GetValueOrDefault(column) ?? "");
            if (!promptTokens.TryGetValue(text, out int tokens))
                promptTokens.Add(text, tokens = model.PromptTokens(text));
            rows.Add(new RowBudget(product, text, answer, tokens, model.AnswerTokens(answer), picture));
        }

        return rows;
    }

    private static string? Rendered(AnswerTemplate template, Product product)
    {
        try
        {
            return template.Render(product.Fields);
        }
        catch (AnswerRenderException)
        {
            return null;
        }
    }
}
