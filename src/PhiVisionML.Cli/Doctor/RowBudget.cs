using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.MLNet.Prompts;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Cli.Doctor;

/// <summary>A row that could be trained on, in tokens.</summary>
/// <param name="Product">The row.</param>
/// <param name="Prompt">What the model is asked.</param>
/// <param name="Answer">What it is to answer.</param>
/// <param name="PromptTokens">Tokens of the prompt, without the picture's.</param>
/// <param name="AnswerTokens">Tokens of the answer, those that end it included.</param>
/// <param name="Picture">The picture's size.</param>
internal sealed record RowBudget(Product Product, string Prompt, string Answer, int PromptTokens, int AnswerTokens, PictureFacts Picture)
{
    public int TextTokens => PromptTokens + AnswerTokens;

    /// <summary>Every row with a sound picture and an answer.</summary>
    public static IReadOnlyList<RowBudget> Of(ExaminedCatalog catalog, BaseArithmetic model, PromptTemplate prompt)
    {
        var promptTokens = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<RowBudget>();
        foreach (var product in catalog.Products)
        {
            if (catalog.Picture(product) is not { Fault: null } picture || Rendered(catalog.Options.Template, product) is not { } answer)
                continue;
            string text = prompt.Render(column => product.Fields.GetValueOrDefault(column) ?? "");
            if (!promptTokens.TryGetValue(text, out int tokens))
                promptTokens.Add(text, tokens = model.PromptTokens(text));
            rows.Add(new RowBudget(product, text, answer, tokens, model.AnswerTokens(answer), picture));
        }

        return rows;
    }

    /// <summary>Tokens of the whole row; null where its picture is too thin.</summary>
    public int? Tokens(BaseArithmetic model, int numCrops) => Layout(model, numCrops) is { } layout ? layout.Tokens + TextTokens : null;

    public HdLayout? Layout(BaseArithmetic model, int numCrops) => model.Layout(Picture.Width, Picture.Height, numCrops);

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
