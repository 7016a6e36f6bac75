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
    /// <exception cref="SkillRefusal">There is nothing to compare.</exception>
    public ListingCheck Compare(Listing listing, SeenProduct seen)
    {
        var question = options.Question;
        var fields = new List<FieldCheck>();
        if (listing.Title is { } title && seen.Text(question.Title) is { } seenTitle)
            fields.Add(Title(title, seenTitle));
        if (listing.Category is { } category && seen.Text(question.Category) is { } seenCategory)
            fields.Add(Category(category, seenCategory));
        if (listing.Price is { } price && seen.Number(question.Price) is { } seenPrice)
            fields.Add(Price(price, listing.Currency, seenPrice));
        return fields.Count > 0
            ? new ListingCheck(fields.All(field => field.Agrees), fields)
            : throw new SkillRefusal($"There is nothing to compare: give at least one of title, category and price that the model tells too (it tells {string.Join(", ", question.Template.Fields.Select(field => field.Name))}).");
    }

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

    private FieldCheck Price(decimal listed, string? currency, decimal seen)
    {
        string[] texts = [Amount(listed, currency ?? options.Currency), Amount(seen, options.Currency)];
        if (currency is not null && options.Currency is not null && !CurrencyMeaning.MayBe(currency, options.Currency))
            return new("price", texts[0], texts[1], false, "The currencies are different; the amounts were not compared.");
        if (seen == 0 && listed != 0)
            return new("price", texts[0], texts[1], false, "By the picture it costs nothing.");
        double apart = listed == seen ? 0 : Math.Abs((double)listed - (double)seen) / (double)seen;
        return new("price", texts[0], texts[1], apart <= options.PriceTolerance, Text($"The listing's price is {apart:P0} off; up to {options.PriceTolerance:P0} is taken for agreement."));
    }

    private static string Amount(decimal amount, string? currency) => NumberFormat.Render(amount, NumberFormat.PriceDecimals) + (currency is null ? "" : " " + currency);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
