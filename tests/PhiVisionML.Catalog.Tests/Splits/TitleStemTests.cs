using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Splits;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Splits;

public class TitleStemTests
{
    [Theory]
    [InlineData("aurora tee", "Aurora Tee - Red, M", "Aurora Tee - Navy, XL", "AURORA TEE (light blue) 2XL", "Aurora Tee in Rosé-Gold, Size 42", "aurora  tee/dark green/one-size M")]
    [InlineData("womens runner", "Women's Runner 38", "Women’s Runner, White/Black, 42.5 EU", "Red Women's Runner")]
    [InlineData("cafetiere", "Cafetière 500ml black", "Cafetiere, 1,5 l, Silver")]
    [InlineData("لوما دھاری دار اسکارف", "لوما دھاری دار اسکارف قرمزی رنگ میں", "لوما دھاری دار اسکارف کوبالٹ نیلے رنگ میں", "لوما دھاري دار اسكارف، گہرا سبز", "لوما دھاری دار اسکارف (سرخ) سائز ۴۲")]
    [InlineData("露玛 条纹真丝围巾", "露玛 条纹真丝围巾 绯红色", "露玛 条纹真丝围巾 玛瑙黑色", "露玛 条纹真丝围巾深蓝色 大号", "露玛 条纹真丝围巾(紫) 180cm")]
    public void Variants_of_a_product_have_one_stem(string stem, params string[] titles) =>
        Assert.All(titles, title => Assert.Equal(stem, TitleStem.Of(title)));

    [Theory]
    [InlineData("Stripe Mug - Red", "Dotted Mug - Red")]
    [InlineData("Leather Tote", "Canvas Tote")]
    [InlineData("Light Jacket", "Jacket")]
    [InlineData("Sky Tower Lamp", "Tower Lamp")]
    [InlineData("Terminator T1000 Figure", "Terminator T800 Figure")]
    [InlineData("سوتی ٹی شرٹ سرخ", "سوتی ڈریس سرخ")]
    [InlineData("红茶 250g", "绿茶 250g")]
    [InlineData("条纹T恤 红色", "波点T恤 红色")]
    public void Different_designs_have_different_stems(string one, string other) => Assert.NotEqual(TitleStem.Of(one), TitleStem.Of(other));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" – ")]
    [InlineData("Red, XL")]
    [InlineData("42")]
    public void Nothing_but_variant_words_is_no_stem(string? title) => Assert.Null(TitleStem.Of(title));

    [Fact]
    public void Titles_that_are_no_proper_text_are_folded_all_the_same() => Assert.NotNull(TitleStem.Of("Mug \ud800 ́ ​ 𝔐𝔲𝔤 👕"));

    [Theory]
    [InlineData(TitleLanguage.English)]
    [InlineData(TitleLanguage.Urdu)]
    [InlineData(TitleLanguage.Chinese)]
    public void Colour_variants_of_drawn_products_have_one_stem_and_designs_have_different_ones(TitleLanguage language)
    {
        var designs = Enumerable.Range(0, 400).Select(i => DrawnProduct.Random(3, i)).GroupBy(p => (p.Kind, p.Pattern, p.Material)).ToArray();
        var stems = designs.Select(design => design.SelectMany(p => Enum.GetValues<ProductColour>().Select(colour => TitleStem.Of(LumaTitles.Title(p with { Colour = colour }, language)))).Distinct().ToArray()).ToArray();
        Assert.All(stems, stem => Assert.NotNull(Assert.Single(stem)));
        Assert.Equal(designs.Length, stems.Distinct(EqualityComparer<string?[]>.Create((a, b) => a![0] == b![0], a => a[0]!.GetHashCode(StringComparison.Ordinal))).Count());
    }
}
