using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class DrawnProductTests
{
    [Fact]
    public void The_same_seed_and_index_are_the_same_product_everywhere() => Assert.Equal(
        new DrawnProduct
        {
            Kind = ProductKind.Mug,
            Colour = ProductColour.Green,
            Pattern = ProductPattern.Striped,
            Stars = 1,
            Shiny = true,
            Background = ProductBackground.Beige,
            Seed = DrawnProduct.Random(1, 0).Seed,
        },
        DrawnProduct.Random(1, 0));

    [Fact]
    public void Every_attribute_is_drawn_about_equally_often()
    {
        DrawnProduct[] products = [.. Enumerable.Range(0, 8000).Select(i => DrawnProduct.Random(5, i))];
        AssertEven(products.CountBy(product => product.Kind), 10);
        AssertEven(products.CountBy(product => product.Colour), 8);
        AssertEven(products.CountBy(product => product.Pattern), 4);
        AssertEven(products.CountBy(product => product.Stars), 4);
        AssertEven(products.CountBy(product => product.Shiny), 2);
        Assert.Equal(6, products.Select(product => product.Background).Distinct().Count());

        void AssertEven<T>(IEnumerable<KeyValuePair<T, int>> counts, int values)
        {
            Assert.Equal(values, counts.Count());
            double even = products.Length / (double)values;
            Assert.All(counts, count => Assert.InRange(count.Value, even * 0.85, even * 1.15));
        }
    }

    [Fact]
    public void No_background_hides_its_product() => Assert.All(
        Enumerable.Range(0, 2000).Select(i => DrawnProduct.Random(6, i)),
        product => Assert.True(DrawnProduct.SetsOff(product.Background, product.Colour)));

    [Fact]
    public void Each_combination_has_its_own_number()
    {
        var numbers =
            from kind in Enum.GetValues<ProductKind>()
            from colour in Enum.GetValues<ProductColour>()
            from pattern in Enum.GetValues<ProductPattern>()
            from stars in Enumerable.Range(0, DrawnProduct.MaxStars + 1)
            select (DrawnProduct.Random(1, 0) with { Kind = kind, Colour = colour, Pattern = pattern, Stars = stars }).Combination;
        Assert.Equal(Enumerable.Range(0, DrawnProduct.Combinations), numbers);
    }

    [Fact]
    public void Each_kind_has_one_matte_and_one_shiny_material()
    {
        foreach (ProductKind kind in Enum.GetValues<ProductKind>())
        {
            DrawnProduct matte = DrawnProduct.Random(1, 0) with { Kind = kind, Shiny = false };
            Assert.Contains(matte.Material, new[] { ProductMaterial.Cotton, ProductMaterial.Wool, ProductMaterial.Suede, ProductMaterial.Canvas, ProductMaterial.Ceramic });
            Assert.Contains((matte with { Shiny = true }).Material, new[] { ProductMaterial.Silk, ProductMaterial.Leather, ProductMaterial.Steel, ProductMaterial.Nylon });
        }
    }
}
