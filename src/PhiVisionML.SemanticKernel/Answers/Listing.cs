using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Prices;
using PhiVisionML.SemanticKernel.Asking;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>What a listing says; null where it says nothing.</summary>
internal sealed record Listing(string? Title, string? Category, decimal? Price, string? Currency)
{
    public string? Title { get; } = Filled(Title);

    public string? Category { get; } = Filled(Category);

    /// <summary>The catalog's own listing of a product.</summary>
    /// <param name="product">The product.</param>
    /// <param name="question">Which of its fields are compared.</param>
    /// <param name="currency">What its price is in where the cell does not say.</param>
    /// <exception cref="SkillRefusal">Its price does not read as one.</exception>
    public static Listing Of(Product product, ProductQuestion question, string? currency)
    {
        if (Cell(product, question.Price) is not { } cell)
            return new Listing(Cell(product, question.Title), Cell(product, question.Category), null, null);
        return PriceParser.TryParse(cell, out decimal price, out string? written)
            ? new Listing(Cell(product, question.Title), Cell(product, question.Category), price, written ?? currency)
            : throw new SkillRefusal($"The catalog's price of '{product.ProductCode}', '{cell}', does not read as a price.");
    }

    /// <summary>A cell with its white space folded; null where it is empty.</summary>
    public static string? Cell(Product product, AnswerField? field) => field is null ? null : Filled(product.Fields.GetValueOrDefault(field.Name));

    private static string? Filled(string? text) => WhiteSpace.Fold(text ?? "") is { Length: > 0 } folded ? folded : null;
}
