using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class LumaTitlesTests
{
    private static readonly DrawnProduct Scarf = DrawnProduct.Random(1, 0) with
    {
        Kind = ProductKind.Scarf,
        Colour = ProductColour.Red,
        Pattern = ProductPattern.Striped,
        Shiny = true,
    };

    [Theory]
    [InlineData(TitleLanguage.English, "Luma Striped Silk Scarf in Crimson")]
    [InlineData(TitleLanguage.Urdu, "لوما دھاری دار ریشمی اسکارف قرمزی رنگ میں")]
    [InlineData(TitleLanguage.Chinese, "露玛 条纹真丝围巾 绯红色")]
    public void A_title_says_the_same_in_each_language(TitleLanguage language, string title) =>
        Assert.Equal(title, LumaTitles.Title(Scarf, language));

    [Theory]
    [InlineData(TitleLanguage.English)]
    [InlineData(TitleLanguage.Urdu)]
    [InlineData(TitleLanguage.Chinese)]
    public void Different_products_have_different_titles_in_every_language(TitleLanguage language)
    {
        string[] titles =
        [
            .. from kind in Enum.GetValues<ProductKind>()
               from colour in Enum.GetValues<ProductColour>()
               from pattern in Enum.GetValues<ProductPattern>()
               from shiny in new[] { false, true }
               select LumaTitles.Title(Scarf with { Kind = kind, Colour = colour, Pattern = pattern, Shiny = shiny }, language),
        ];
        Assert.Equal(640, titles.Distinct().Count());
        Assert.All(titles, title => Assert.All(title, letter => Assert.True(Belongs(letter, language), $"'{letter}' in '{title}'")));
    }

    [Fact]
    public void Languages_are_known_by_their_codes()
    {
        Assert.Equal([TitleLanguage.Chinese, TitleLanguage.English, TitleLanguage.Urdu], TitleLanguages.Parse("zh, EN,ur"));
        Assert.All(Enum.GetValues<TitleLanguage>(), language => Assert.Equal([language], TitleLanguages.Parse(TitleLanguages.Code(language))));
        Assert.Contains("'fr' is no language that titles are written in; these are: en, ur, zh", Assert.Throws<FormatException>(() => TitleLanguages.Parse("en,fr")).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => TitleLanguages.Parse(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => TitleLanguages.Code((TitleLanguage)9));
    }

    // "T恤" is written with a Latin letter in Chinese.
    private static bool Belongs(char letter, TitleLanguage language) => letter == ' ' || language switch
    {
        TitleLanguage.Urdu => letter is >= '\u0600' and <= '\u06FF',
        TitleLanguage.Chinese => letter is 'T' or (>= '\u4E00' and <= '\u9FFF'),
        _ => char.IsAsciiLetter(letter),
    };
}
