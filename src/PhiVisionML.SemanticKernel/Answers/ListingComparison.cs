using System.Globalization;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.Catalog.Prices;
using PhiVisionML.SemanticKernel.Asking;

namespace PhiVisionML.SemanticKernel.Answers;

/// <summary>Compares what a listing says with what a model sees. The listing's texts are compared, never shown to the model.</summary>
/// <param name="options">The question, and how far apart values may be.</param>
internal sealed class ListingComparison(ProductCatalogPluginOptions options)
{
    /// <summary>Checks the fields that the listing has and the model tells.</summary>
    /// <exception cref="SkillRefusal">There is nothing to compare, or the listing's price is none.</exception>
    public ListingCheck Compare(SeenProduct seen, string? title, string? category, string? price)
    {
        var question = options.Question;
        FieldCheck?[] all =
        [
            Check(title, seen.Text(question.Title), Title),
            Check(category, seen.Text(question.Category), Category),
            Check(price, seen.Text(question.Price), Price),
        ];
        FieldCheck[] fields = [.. all.OfType<FieldCheck>()];
        return fields.Length > 0
            ? new ListingCheck(fields.All(field => field.Agrees), fields)
            : throw new SkillRefusal($"There is nothing to compare: give at least one of title, category and price that the model tells too (it tells {string.Join(", ", question.Template.Fields.Select(field => field.Name))}).");
    }

    private static FieldCheck? Check(string? listed, string? seen, Func<string, string, FieldCheck> compare)
        => seen is not null && WhiteSpace.Fold(listed ?? "") is { Length: > 0 } value ? compare(value, seen) : null;

    private FieldCheck Title(string listed, string seen)
    {
        double similarity = EditDistance.Similarity(listed.ToLowerInvariant(), seen.ToLowerInvariant());
        return new("title", listed, seen, similarity >= options.TitleSimilarity, Text($"The titles are {similarity:P0} alike letter by letter; {options.TitleSimilarity:P0} is taken for agreement."));
    }

    private FieldCheck Category(string listed, string seen)
    {
        bool agrees = string.Equals(listed, seen, StringComparison.OrdinalIgnoreCase);
        bool isKnown = options.Question.Choices[options.Question.Category!.Name].Contains(listed, StringComparer.OrdinalIgnoreCase);
        return new("category", listed, seen, agrees, agrees ? "The same." : isKnown ? "Two different categories." : "The listing's category is none that the model knows.");
    }

    private FieldCheck Price(string listed, string seen)
    {
        if (!PriceParser.TryParse(listed, out decimal amount, out string? currency))
            throw new SkillRefusal($"The listing's price '{listed}' does not read as a price; write it like 1299.00.");
        if (IsCode(currency) && IsCode(options.Currency) && currency != options.Currency)
            return new("price", listed, seen, false, $"The listing's price is in {currency}, the model's in {options.Currency}; the amounts were not compared.");
        decimal expected = decimal.Parse(seen, NumberStyles.Number, CultureInfo.InvariantCulture);
        double apart = expected == amount ? 0 : expected == 0 ? double.PositiveInfinity : (double)Math.Abs((amount - expected) / expected);
        return new("price", listed, seen, apart <= options.PriceTolerance, Text($"The listing's price is {apart:P0} off; up to {options.PriceTolerance:P0} is taken for agreement."));
    }

    private static bool IsCode(string? currency) => currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
