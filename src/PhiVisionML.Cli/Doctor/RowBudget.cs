using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Pictures;
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

    /// <summary>Tokens of the whole row; null where its picture is too thin.</summary>
    public int? Tokens(BaseArithmetic model, int numCrops) => Layout(model, numCrops) is { } layout ? layout.Tokens + TextTokens : null;

    public HdLayout? Layout(BaseArithmetic model, int numCrops) => model.Layout(Picture.Width, Picture.Height, numCrops);
}
