using System.Collections.ObjectModel;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Prompts;

namespace PhiVisionML.Catalog.Asking;

/// <summary>What a model is asked about a product's picture, and the only shape that its answer can have: for an adapter, what it was trained on.</summary>
public sealed record ProductQuestion
{
    /// <summary>The prompt of an adapter that was trained without one of its own.</summary>
    public const string DefaultPrompt = "What is shown in this image?";

    /// <summary>The answer. Its first text is taken for the title, its first choice for the category, its first price for the price.</summary>
    public required AnswerTemplate Template { get; init; }

    /// <summary>The prompt; <c>{column}</c> stands for a cell of the catalog, so that only products of the catalog can be asked about. Default: <see cref="DefaultPrompt"/>.</summary>
    public PromptTemplate Prompt { get; init; } = PromptTemplate.Parse(DefaultPrompt);

    /// <summary>The values of each choice field of the template, by its name; every choice field needs at least one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Choices { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>How large texts and numbers may be.</summary>
    public AnswerLimits Limits { get; init; } = new();

    /// <summary>Most tokens of an answer. Default 256; at least what the shortest answer of the template takes.</summary>
    public int MaxOutputTokens { get; init; } = 256;

    /// <summary>The field of the title; null if the template has none.</summary>
    public AnswerField? Title => First(AnswerFieldKind.Text);

    /// <summary>The field of the category; null if the template has none.</summary>
    public AnswerField? Category => First(AnswerFieldKind.Choice);

    /// <summary>The field of the price; null if the template has none.</summary>
    public AnswerField? Price => First(AnswerFieldKind.Price);

    /// <summary>The question whose categories are those of a catalog: for a model that was not tuned.</summary>
    /// <param name="template">The answer.</param>
    /// <param name="products">The catalog.</param>
    /// <exception cref="ArgumentException">A choice field has no value in any product.</exception>
    public static ProductQuestion About(AnswerTemplate template, IEnumerable<Product> products)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(products);
        return new() { Template = template, Choices = ChoiceValues.Collect(template, [.. products.Select(product => product.Fields)]) };
    }

    /// <summary>Checks that it can be asked.</summary>
    /// <exception cref="ArgumentException">A choice field has no values, or an answer may have no token.</exception>
    public void Validate()
    {
        foreach (var field in Template.Fields.Where(field => field.Kind == AnswerFieldKind.Choice && Choices.GetValueOrDefault(field.Name) is not { Count: > 0 }))
            throw new ArgumentException($"{nameof(Choices)} has no values for the template's choice '{field.Name}'; take them from the model that was tuned for it, or from the catalog ({nameof(ProductQuestion)}.{nameof(About)}).");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOutputTokens, 1);
    }

    private AnswerField? First(AnswerFieldKind kind) => Template.Fields.FirstOrDefault(field => field.Kind == kind);
}
