namespace PhiVisionML.Catalog.Drawing;

/// <summary>The plain English words for what a drawn product shows: the words that captions use.</summary>
public static class ProductWords
{
    private static readonly string[] NumberWords = ["no", "one", "two", "three"];

    /// <summary>"scarf", "shirt", …: the name of the enum member in lower case.</summary>
    public static string Of(ProductKind kind) => Lower(kind);

    /// <summary>"red", "orange", …</summary>
    public static string Of(ProductColour colour) => Lower(colour);

    /// <summary>"plain", "striped", "checked" or "dotted".</summary>
    public static string Of(ProductPattern pattern) => Lower(pattern);

    /// <summary>"cotton", "leather", …</summary>
    public static string Of(ProductMaterial material) => Lower(material);

    /// <summary>"white", "grey", "beige", "pale blue", "pale green" or "dark grey".</summary>
    public static string Of(ProductBackground background) => background switch
    {
        ProductBackground.Sky => "pale blue",
        ProductBackground.Mint => "pale green",
        ProductBackground.Charcoal => "dark grey",
        _ => Lower(background),
    };

    /// <summary>"no stars", "one star", "two stars" or "three stars".</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stars"/> is not 0 … <see cref="DrawnProduct.MaxStars"/>.</exception>
    public static string Stars(int stars) => Number(stars) + (stars == 1 ? " star" : " stars");

    /// <summary>"no", "one", "two" or "three".</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stars"/> is not 0 … <see cref="DrawnProduct.MaxStars"/>.</exception>
    public static string Number(int stars) => stars is >= 0 and <= DrawnProduct.MaxStars
        ? NumberWords[stars]
        : throw new ArgumentOutOfRangeException(nameof(stars), stars, $"Products have 0 … {DrawnProduct.MaxStars} stars, not {stars}.");

    /// <summary>"a scarf", "an umbrella", "a pair of trousers": the words with the article that fits the first of them.</summary>
    /// <param name="adjectives">Words before the kind, in order; may be empty.</param>
    /// <param name="kind">What it is.</param>
    public static string WithArticle(string adjectives, ProductKind kind)
    {
        ArgumentNullException.ThrowIfNull(adjectives);
        string words = adjectives.Length == 0 ? Of(kind) : adjectives + " " + Of(kind);
        if (kind == ProductKind.Trousers)
            return "a pair of " + words;
        return ("aeiou".Contains(words[0], StringComparison.Ordinal) ? "an " : "a ") + words;
    }

    /// <summary>The text with its first letter in upper case.</summary>
    public static string Capital(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
