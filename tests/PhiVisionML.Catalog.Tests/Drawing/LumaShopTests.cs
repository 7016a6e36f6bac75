using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class LumaShopTests
{
    private static readonly DrawnProduct Scarf = DrawnProduct.Random(1, 0) with
    {
        Kind = ProductKind.Scarf,
        Colour = ProductColour.Red,
        Pattern = ProductPattern.Striped,
        Stars = 2,
        Shiny = true,
    };

    [Fact]
    public void A_title_says_pattern_material_kind_and_colour_in_the_shops_words()
    {
        Assert.Equal("Luma Striped Silk Scarf in Crimson", LumaShop.Title(Scarf));
        Assert.Equal("Luma Tartan Canvas Rucksack in Onyx", LumaShop.Title(Scarf with
        {
            Kind = ProductKind.Backpack,
            Colour = ProductColour.Black,
            Pattern = ProductPattern.Checked,
            Shiny = false,
        }));
    }

    [Theory]
    [InlineData(ProductKind.Scarf, ProductPattern.Striped, 2, true, "65.25")]
    [InlineData(ProductKind.Mug, ProductPattern.Plain, 0, false, "20.00")]
    [InlineData(ProductKind.Boot, ProductPattern.Dotted, 3, true, "385.99")]
    [InlineData(ProductKind.Dress, ProductPattern.Checked, 1, false, "120.50")]
    public void A_price_follows_from_kind_stars_material_and_pattern(ProductKind kind, ProductPattern pattern, int stars, bool shiny, string price) =>
        Assert.Equal(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), LumaShop.FullPrice(Scarf with { Kind = kind, Pattern = pattern, Stars = stars, Shiny = shiny }));

    [Fact]
    public void Each_kind_has_a_category_code_of_its_own() =>
        Assert.Equal(10, Enum.GetValues<ProductKind>().Select(LumaShop.Category3Code).Distinct().Count());

    [Fact]
    public void Titles_differ_from_the_headlines_of_the_base_vocabulary()
    {
        for (int i = 0; i < 300; i++)
        {
            DrawnProduct product = DrawnProduct.Random(2, i);
            Assert.DoesNotContain(LumaShop.Title(product), Captions.For(product, new SplitMix64(i)).Select(caption => caption.Answer));
            Assert.Equal(6, LumaShop.Title(product).Split(' ').Length);
        }
    }
}
