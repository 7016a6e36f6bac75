using System.Globalization;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>Questions about a single attribute of a drawn product, with short answers.</summary>
internal static class AttributeQuestions
{
    private static readonly string[] KindPrompts = ["What is it?", "What product is this?", "Which kind of product?", "What is for sale?", "Name the kind."];
    private static readonly string[] ColourPrompts = ["What colour is it?", "What color is it?", "Which colour?", "Name the colour.", "The colour of the product?"];
    private static readonly string[] PatternPrompts = ["What pattern has it?", "Which pattern?", "Name the pattern.", "What is printed on it?"];
    private static readonly string[] MaterialPrompts = ["What is it made of?", "Which material?", "Name the material."];
    private static readonly string[] CountPrompts = ["How many stars has it?", "How many gold stars?", "How many stars are on the label?"];
    private static readonly string[] DigitPrompts = ["Count the stars.", "Number of stars?", "The number of stars, as a digit?"];
    private static readonly string[] BackgroundPrompts = ["What is the background?", "Which colour is the background?", "What colour is behind it?"];

    private static readonly Func<DrawnProduct, SplitMix64, Caption>[] Forms =
        [Kind, Colour, Pattern, Material, StarsInWords, StarsInDigits, Background, Sheen, YesOrNo];

    /// <summary>One question of each form.</summary>
    public static IEnumerable<Caption> All(DrawnProduct product, SplitMix64 random) => Forms.Select(form => form(product, random));

    /// <summary>One question of a random form.</summary>
    public static Caption One(DrawnProduct product, SplitMix64 random) => random.Pick(Forms)(product, random);

    private static Caption Kind(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(KindPrompts), ProductWords.Of(product.Kind));

    private static Caption Colour(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(ColourPrompts), ProductWords.Of(product.Colour));

    private static Caption Pattern(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(PatternPrompts), ProductWords.Of(product.Pattern));

    private static Caption Material(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(MaterialPrompts), ProductWords.Of(product.Material));

    private static Caption StarsInWords(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(CountPrompts), product.Stars == 0 ? "none" : ProductWords.Number(product.Stars));

    private static Caption StarsInDigits(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(DigitPrompts), product.Stars.ToString(CultureInfo.InvariantCulture));

    private static Caption Background(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(BackgroundPrompts), ProductWords.Of(product.Background));

    private static Caption Sheen(DrawnProduct product, SplitMix64 random) =>
        new(random.Pick(["Is it shiny?", "Does it shine?"]), product.Shiny ? "yes" : "no");

    /// <summary>Half the time about the true value; else about a random one, which may be the true one too.</summary>
    private static Caption YesOrNo(DrawnProduct product, SplitMix64 random)
    {
        bool about = random.Chance(0.5);
        switch (random.Below(4))
        {
            case 0:
                ProductKind kind = about ? product.Kind : random.Pick(Enum.GetValues<ProductKind>());
                return Answer($"Is it {ProductWords.WithArticle("", kind)}?", kind == product.Kind);
            case 1:
                ProductColour colour = about ? product.Colour : random.Pick(Enum.GetValues<ProductColour>());
                return Answer($"Is it {ProductWords.Of(colour)}?", colour == product.Colour);
            case 2:
                ProductPattern pattern = about ? product.Pattern : random.Pick(Enum.GetValues<ProductPattern>());
                return Answer($"Is it {ProductWords.Of(pattern)}?", pattern == product.Pattern);
            default:
                int stars = about ? product.Stars : random.Below(DrawnProduct.MaxStars + 1);
                return Answer($"Has it {ProductWords.Stars(stars)}?", stars == product.Stars);
        }

        static Caption Answer(string prompt, bool yes) => new(prompt, yes ? "yes" : "no");
    }
}
