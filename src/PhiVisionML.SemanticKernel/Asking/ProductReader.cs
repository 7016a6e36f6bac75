using Microsoft.Extensions.AI;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Chat;
using PhiVisionML.Model.Images;

namespace PhiVisionML.SemanticKernel.Asking;

/// <summary>Asks a model about a picture.</summary>
internal sealed class ProductReader
{
    private readonly IChatClient _model;
    private readonly ProductQuestion _question;
    private readonly AnswerShape _shape;

    /// <param name="model">Who is asked.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="currency">What prices are in; null if unknown.</param>
    /// <exception cref="ArgumentException">The question has no values for a choice, or no grammar can be made of it.</exception>
    public ProductReader(IChatClient model, ProductQuestion question, string? currency)
    {
        _model = model;
        _question = question;
        _shape = new AnswerShape(model, question, currency);
    }

    /// <summary>The likeliest answer.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="product">The catalog's row of it, for a prompt with columns; null if there is none.</param>
    /// <param name="cancellation">Ends the answer.</param>
    /// <exception cref="SkillRefusal">There is no answer, or it cannot be read.</exception>
    public Task<SeenProduct> ReadAsync(DataContent picture, Product? product, CancellationToken cancellation)
        => AskAsync(picture, product, new ChatOptions { Temperature = 0 }, cancellation);

    /// <summary>Answers drawn by their probabilities: how often a value occurs among them estimates how sure the model is of it.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    /// <param name="picture">The picture.</param>
    /// <param name="product">The catalog's row of it, for a prompt with columns; null if there is none.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the answers.</param>
    public Task<SeenProduct[]> DrawAsync(DataContent picture, Product? product, int count, CancellationToken cancellation)
        => Task.WhenAll(Enumerable.Range(1, count).Select(seed => AskAsync(picture, product, new ChatOptions { Temperature = 1, Seed = seed }, cancellation)));

    private async Task<SeenProduct> AskAsync(DataContent picture, Product? product, ChatOptions options, CancellationToken cancellation)
    {
        var message = new ChatMessage(ChatRole.User, [picture, new TextContent(Prompt(product))]);
        _shape.Require(options);
        string text;
        try
        {
            text = (await _model.GetResponseAsync([message], options, cancellation).ConfigureAwait(false)).Text;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            bool isTold = e is ArgumentException or NotSupportedException or PictureRefusedException or QueueFullException or HttpRequestException or OperationCanceledException;
            throw new SkillRefusal($"The model did not answer: {(isTold ? e.Message : "it failed; the log of the program says why.")}", e);
        }

        try
        {
            return new SeenProduct(_shape.Read(text));
        }
        catch (FormatException e)
        {
            throw new SkillRefusal(e.Message, e);
        }
    }

    private string Prompt(Product? product)
    {
        if (product is null && _question.Prompt.Columns is { Count: > 0 } columns)
            throw new SkillRefusal($"This model is asked with {string.Join(", ", columns)} of the product, so it only knows products of the catalog: give a sku for the image.");
        return _question.Prompt.Render(column => product?.Fields.GetValueOrDefault(column) ?? "");
    }
}
