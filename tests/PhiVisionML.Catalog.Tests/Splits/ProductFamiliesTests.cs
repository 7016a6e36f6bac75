using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Splits;
using PhiVisionML.Catalog.Tests.Pictures;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Splits;

public class ProductFamiliesTests
{
    private static readonly DrawnProduct Mug = Copies.Product(0) with { Kind = ProductKind.Mug, Pattern = ProductPattern.Striped, Stars = 0, Background = ProductBackground.White };
    private static readonly DrawnProduct Boot = Copies.Product(5) with { Kind = ProductKind.Boot, Background = ProductBackground.White };

    private static readonly Dictionary<string, PictureFacts> Pictures = new[]
    {
        Draw("mug red", Mug with { Colour = ProductColour.Red }),
        Draw("mug green", Mug with { Colour = ProductColour.Green }),
        Draw("boot", Boot),
        PictureReader.Read(Copies.Halved(ProductPainter.PaintJpeg(Boot, 336)), "boot, half the size"),
        PictureReader.Read([], "broken"),
    }.ToDictionary(facts => facts.Path);

    [Fact]
    public void Rows_of_a_given_family_are_one_whatever_else_they_say() =>
        Assert.Equal(["F", "F", "G"], Find(Row("1", "Mug", "mug red", "F"), Row("2", "Boot", "boot", "F"), Row("3", "Mug", "mug green", "G")));

    [Fact]
    public void Title_stem_and_pictures_together_make_a_family() =>
        Assert.Equal(["1", "1", "3", "4"], Find(
            Row("1", "Stripe Mug - Red", "mug red"), Row("2", "Stripe Mug in Green", "mug green"), Row("3", "Stripe Mug, XL", "boot"), Row("4", "Dotted Mug - Green", "mug red copy")));

    [Fact]
    public void The_same_photo_makes_a_family_whatever_the_titles() =>
        Assert.Equal(["1", "1", "3"], Find(Row("1", "Hiking Boot", "boot"), Row("2", "Stiefel", "boot, half the size"), Row("3", "Hiking Boot", "mug red")));

    [Fact]
    public void The_same_photo_joins_given_families_too() =>
        Assert.Equal(["A", "A", "A", "C"], Find(Row("1", "x", "boot", "B"), Row("2", "y", "boot", "A"), Row("3", "z", "mug red", "B"), Row("4", "x", "mug green", "C")));

    [Fact]
    public void Rows_without_a_family_do_not_join_given_ones_by_title() =>
        Assert.Equal(["F", "2"], Find(Row("1", "Stripe Mug - Red", "mug red", "F"), Row("2", "Stripe Mug - Green", "mug green")));

    [Fact]
    public void Broken_pictures_join_nothing() =>
        Assert.Equal(["1", "2"], Find(Row("1", "Mug", "broken"), Row("2", "Mug", "broken")));

    [Fact]
    public void The_rule_for_titles_can_be_chosen()
    {
        Product[] rows = [Row("1", "Mug, red", "mug red"), Row("2", "Mug, green", "mug green"), Row("3", "Mug, blue", "boot")];
        Assert.Equal(["1", "1", "3"], Find(rows));
        Assert.Equal(["1", "1", "1"], ProductFamilies.Find(rows, Pictures, new() { TitleRule = TitleRule.Always }, TestContext.Current.CancellationToken).Names);
        Assert.Equal(["1", "2", "3"], ProductFamilies.Find(rows, Pictures, new() { TitleRule = TitleRule.Never }, TestContext.Current.CancellationToken).Names);
    }

    [Fact]
    public void A_code_that_is_the_name_of_a_family_is_told_apart() =>
        Assert.Equal(["7", "product 7"], Find(Row("1", "Mug", "mug red", "7"), Row("7", "Boot", "boot")));

    [Fact]
    public void Pictures_each_like_the_next_do_not_chain_a_generic_title_into_one_family()
    {
        // Each shape differs from the one before it in 40 bits: neighbours look alike, those three apart do not.
        var random = new Random(1);
        var shape = NearDuplicateGroupsTests.Invented(1, 1, 0).Single().Fingerprint!;
        var rows = new List<Product>();
        var pictures = new Dictionary<string, PictureFacts>();
        for (int i = 0; i < 60; i++)
        {
            pictures[$"{i:00}"] = new PictureFacts { Path = $"{i:00}", Sha256 = $"{i}", Fingerprint = shape };
            rows.Add(Row($"{i:00}", "T-Shirt", $"{i:00}"));
            ulong[] bits = [shape.Shape.Coarse, shape.Shape.Fine0, shape.Shape.Fine1, shape.Shape.Fine2];
            foreach (int bit in Enumerable.Range(0, PictureShape.Bits).OrderBy(_ => random.Next()).Take(40)) bits[bit / 64] ^= 1UL << (bit % 64);
            var colours = new byte[shape.Colours.Length];
            random.NextBytes(colours);
            shape = new PictureFingerprint(new PictureShape(bits[0], bits[1], bits[2], bits[3]), colours);
        }

        var families = ProductFamilies.Find(rows, pictures, new(), TestContext.Current.CancellationToken);
        Assert.InRange(families.All[0].Rows.Count, 2, 6);
        Assert.All(families.All, family => Assert.All(family.Rows, row => Assert.True(NearDuplicate.LooksAlike(pictures[rows[family.Rows[0]].ProductCode].Fingerprint!, pictures[rows[row].ProductCode].Fingerprint!))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_order_of_the_rows_does_not_matter(int seed)
    {
        var random = new Random(seed);
        string[] titles = ["Mug, red", "Mug, green", "Boot", "Boot 42", ""];
        string[] paths = [.. Pictures.Keys];
        var rows = Enumerable.Range(0, 40).Select(i => Row($"{i}", titles[random.Next(titles.Length)] + i % 7, paths[random.Next(paths.Length)] + (random.Next(2) == 0 ? "" : $" {i}"), random.Next(3) == 0 ? $"F{random.Next(9)}" : null)).ToArray();
        var shuffled = rows.OrderBy(_ => random.Next()).ToArray();
        Assert.Equal(
            rows.Zip(Find(rows), (row, family) => (row.ProductCode, family)).Order(),
            shuffled.Zip(Find(shuffled), (row, family) => (row.ProductCode, family)).Order());
    }

    private static PictureFacts Draw(string path, DrawnProduct product) => PictureReader.Read(ProductPainter.PaintJpeg(product, 336), path);

    private static Product Row(string code, string title, string path, string? family = null) =>
        new(code, 1, new Dictionary<string, string?> { ["title"] = title, ["family"] = family }, [path]);

    private static IReadOnlyList<string> Find(params Product[] rows) =>
        ProductFamilies.Find(rows, Pictures, new ProductFamilyOptions { FamilyColumn = "family" }, TestContext.Current.CancellationToken).Names;
}
