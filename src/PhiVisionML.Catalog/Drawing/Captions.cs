namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// True things to say about drawn products, in plain English and in many forms: the base vocabulary. Nothing here
/// speaks of a shop's titles, codes or prices.
/// </summary>
public static class Captions
{
    private static readonly string[] DescribePrompts =
    [
        "Describe the picture.", "What do you see?", "Describe this product.", "What is in the picture?",
        "Write a caption.", "Caption this picture.", "Say what is shown.", "Describe it in one sentence.",
        "Please describe what is for sale.", "What is shown here?",
    ];

    private static readonly string[] ShortPrompts =
    [
        "Describe it briefly.", "In a few words, what is it?", "Short caption.", "Name this product.",
        "Give a short name.", "Briefly, what is shown?",
    ];

    private static readonly string[] HeadlinePrompts = ["Write a headline.", "Give it a heading.", "Headline, please.", "Headline for this product?"];

    /// <summary>
    /// One caption or question of each form about <paramref name="product"/>: a description, a short one, a headline,
    /// a list of fields, each attribute asked for, and a question to be answered by yes or no.
    /// </summary>
    public static IReadOnlyList<Caption> For(DrawnProduct product, SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(random);
        return
        [
            Describe(product, random), Brief(product, random), Headline(product, random), FieldCaptions.List(product, random),
            .. AttributeQuestions.All(product, random),
        ];
    }

    /// <summary>
    /// One caption of a random form about <paramref name="product"/>: 45 % descriptions of some form, 20 % lists of
    /// fields, 35 % questions about a single attribute.
    /// </summary>
    public static Caption One(DrawnProduct product, SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(random);
        return random.Below(20) switch
        {
            < 5 => Describe(product, random),
            < 7 => Brief(product, random),
            < 9 => Headline(product, random),
            < 13 => FieldCaptions.List(product, random),
            _ => AttributeQuestions.One(product, random),
        };
    }

    /// <summary>A sentence that names kind, colour, pattern, material and stars, and half the time the background.</summary>
    public static Caption Describe(DrawnProduct product, SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(random);
        string what = Phrase(product, random);
        string background = random.Chance(0.5) ? Setting(product.Background, random) : "";
        string opening = random.Pick(["", "", "", "This is ", "The picture shows ", "Here is ", "I see ", "We see "]);
        return new Caption(random.Pick(DescribePrompts), ProductWords.Capital(opening + what + background) + ".");
    }

    /// <summary>A few words: the kind with its colour, and perhaps its pattern or material.</summary>
    public static Caption Brief(DrawnProduct product, SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(random);
        string adjectives = ProductWords.Of(product.Colour) + random.Below(3) switch
        {
            0 => "",
            1 => " " + ProductWords.Of(product.Pattern),
            _ => " " + ProductWords.Of(product.Material),
        };
        return new Caption(random.Pick(ShortPrompts), ProductWords.WithArticle(adjectives, product.Kind));
    }

    /// <summary>A heading in capitalised words: "Red Striped Wool Scarf with Two Stars".</summary>
    public static Caption Headline(DrawnProduct product, SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(random);
        string[] words =
        [
            ProductWords.Of(product.Colour), ProductWords.Of(product.Pattern),
            ProductWords.Of(product.Material), ProductWords.Of(product.Kind),
        ];
        string stars = product.Stars == 0 ? "" : " with " + string.Join(' ', ProductWords.Stars(product.Stars).Split(' ').Select(ProductWords.Capital));
        return new Caption(random.Pick(HeadlinePrompts), string.Join(' ', words.Select(ProductWords.Capital)) + stars);
    }

    private static string Phrase(DrawnProduct product, SplitMix64 random)
    {
        string colour = ProductWords.Of(product.Colour);
        string material = ProductWords.Of(product.Material);
        string sheen = product.Shiny && random.Chance(0.3) ? "shiny " : "";
        bool patternBehind = product.Pattern != ProductPattern.Plain && random.Chance(0.35);
        string pattern = patternBehind ? "" : ProductWords.Of(product.Pattern) + " ";
        string phrase = random.Chance(0.8)
            ? ProductWords.WithArticle($"{sheen}{colour} {pattern}{material}", product.Kind)
            : ProductWords.WithArticle($"{sheen}{colour} {pattern}".TrimEnd(), product.Kind) + " made of " + material;
        if (patternBehind)
            phrase += product.Pattern switch
            {
                ProductPattern.Striped => " with stripes",
                ProductPattern.Checked => " with checks",
                _ => " with dots",
            };
        return phrase + StarPhrase(product.Stars, patternBehind, random);
    }

    private static string StarPhrase(int stars, bool afterWith, SplitMix64 random)
    {
        string joint = afterWith ? " and " : " with ";
        return stars switch
        {
            0 => random.Pick(["", afterWith ? " and no stars" : " without stars", joint + "no stars"]),
            1 => joint + random.Pick(["one gold star", "a gold star", "one star", "1 star"]),
            _ => joint + random.Pick([$"{ProductWords.Number(stars)} gold stars", ProductWords.Stars(stars), $"{stars} stars"]),
        };
    }

    private static string Setting(ProductBackground background, SplitMix64 random)
    {
        string words = ProductWords.Of(background);
        return random.Pick([$" on a {words} background", $", {words} background", $" against {words}", $" in front of a {words} wall"]);
    }
}
