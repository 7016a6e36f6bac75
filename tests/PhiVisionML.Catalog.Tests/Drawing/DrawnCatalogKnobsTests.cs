using PhiVisionML.Catalog.Drawing;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

/// <summary>Each option of a drawn catalog, measured on its rows.</summary>
public sealed class DrawnCatalogKnobsTests
{
    private const int Products = 4000;

    private static readonly DrawnCatalogOptions Faulty = new()
    {
        Products = Products,
        MissingShare = 0.1,
        WrongShare = 0.2,
        BrokenShare = 0.15,
        DuplicateShare = 0.25,
    };

    [Fact]
    public void Without_faults_and_noise_every_row_is_true_of_its_product()
    {
        var options = new DrawnCatalogOptions { Products = 900, Variants = 3, Languages = [TitleLanguage.Chinese, TitleLanguage.English, TitleLanguage.Urdu] };
        foreach (DrawnCatalogRow row in DrawnCatalog.Rows(options))
        {
            Assert.Equal(
                (LumaTitles.Title(row.Product, row.Language), LumaShop.Category3Code(row.Product.Kind), LumaShop.FullPrice(row.Product)),
                (row.TrueTitle, row.TrueCategory3Code, row.TrueFullPrice));
            Assert.Equal((row.TrueTitle, row.TrueCategory3Code, (decimal?)row.TrueFullPrice), (row.Title, row.Category3Code, row.FullPrice));
            Assert.Equal((row.Product, DrawnPictureState.Sound, null), (row.Pictured, row.PictureState, row.DuplicateOf));
            Assert.False(row.HasMissingField || row.HasWrongField || row.HasBrokenPicture);
        }
    }

    [Fact]
    public void Variants_of_a_family_differ_in_colour_and_picture_alone()
    {
        DrawnCatalogRow[] rows = Rows(new() { Products = 1001, Variants = 4, Languages = [TitleLanguage.English, TitleLanguage.Urdu], PriceNoise = 0.1 });
        var families = rows.GroupBy(row => row.Family).ToArray();
        Assert.Equal(251, families.Length);
        Assert.Single(families[^1]);
        Assert.All(families[..^1], family =>
        {
            Assert.Equal(4, family.Count());
            Assert.Equal(4, family.Select(row => row.Product.Colour).Distinct().Count());
            Assert.Single(family.Select(row => row.Product with { Colour = 0, Background = 0, Seed = 0 }).Distinct());
            Assert.Single(family.Select(row => (row.Split, row.Language, row.TrueFullPrice)).Distinct());
        });
        Assert.Equal(1001, rows.Select(row => row.Product.Seed).Distinct().Count());
        Assert.All(rows, row => Assert.True(DrawnProduct.SetsOff(row.Product.Background, row.Product.Colour)));
        ILookup<string, (ProductKind, ProductPattern, int)> designs = rows.ToLookup(row => row.Split, row => (row.Product.Kind, row.Product.Pattern, row.Product.Stars));
        Assert.Empty(designs[DrawnCatalogRow.Train].Intersect(designs[DrawnCatalogRow.Test]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(1, 8)]
    public void As_many_kinds_are_sold_as_asked_for(int categories, int variants) => Assert.Equal(
        Enumerable.Range(0, categories).Select(kind => (ProductKind)kind),
        Rows(new() { Categories = categories, Variants = variants, TestShare = 0.5, ValidationShare = 0.3 }).Select(row => row.Product.Kind).Distinct().Order());

    [Fact]
    public void Price_noise_spreads_evenly_over_its_range_and_nothing_else_moves()
    {
        DrawnCatalogRow[] rows = Rows(new() { Products = Products, PriceNoise = 0.2 });
        double[] ratios = [.. rows.Select(row => (double)(row.FullPrice!.Value / LumaShop.FullPrice(row.Product)))];
        Assert.All(ratios, ratio => Assert.InRange(ratio, 0.7995, 1.2005));
        Assert.InRange(ratios.Average(), 0.99, 1.01);
        Assert.InRange(ratios.Average(ratio => Math.Abs(ratio - 1)), 0.095, 0.105);
        Assert.All(rows, row => Assert.Equal(row.TrueFullPrice, row.FullPrice));
        Assert.Equal(Rows(new() { Products = Products }).Select(row => row.Product), rows.Select(row => row.Product));
    }

    [Fact]
    public void Shares_of_faults_are_as_asked_for()
    {
        DrawnCatalogRow[] rows = Rows(Faulty);
        AssertShare(Faulty.MissingShare, row => row.HasMissingField);
        AssertShare(Faulty.WrongShare, row => row.HasWrongField);
        AssertShare(Faulty.BrokenShare, row => row.HasBrokenPicture);
        AssertShare(Faulty.DuplicateShare, row => row.PictureState == DrawnPictureState.Duplicate);
        AssertShare(Faulty.MissingShare / 3, row => row.Title is null);
        AssertShare(Faulty.WrongShare / 3, row => row.FullPrice is { } price && price != row.TrueFullPrice);
        AssertShare(Faulty.BrokenShare / 3, row => row.PictureState == DrawnPictureState.Empty);
        AssertShare(Faulty.MissingShare * Faulty.BrokenShare, row => row.HasMissingField && row.HasBrokenPicture);

        // Five standard deviations of so many independent rows.
        void AssertShare(double share, Func<DrawnCatalogRow, bool> isSuch) =>
            Assert.InRange(rows.Count(isSuch) / (double)Products, share - Tolerance(share), share + Tolerance(share));

        static double Tolerance(double share) => 5 * Math.Sqrt(share * (1 - share) / Products);
    }

    [Fact]
    public void One_field_at_most_is_not_true_and_its_value_is_that_of_a_row_before_in_the_same_split()
    {
        var before = new List<DrawnCatalogRow>();
        foreach (DrawnCatalogRow row in Rows(Faulty with { Products = 600 }))
        {
            Assert.True((row.Title == row.TrueTitle ? 0 : 1) + (row.Category3Code == row.TrueCategory3Code ? 0 : 1) + (row.FullPrice == row.TrueFullPrice ? 0 : 1) <= 1);
            if (row.HasWrongField)
            {
                Assert.Contains(before, other => other.Split == row.Split
                    && (other.TrueTitle == row.Title || other.TrueCategory3Code == row.Category3Code || other.TrueFullPrice == row.FullPrice));
            }

            before.Add(row);
        }
    }

    [Fact]
    public void A_duplicate_names_a_row_before_with_a_sound_picture_in_the_same_split()
    {
        var sound = new Dictionary<string, DrawnCatalogRow>();
        foreach (DrawnCatalogRow row in Rows(Faulty))
        {
            Assert.Equal(row.PictureState == DrawnPictureState.Duplicate, row.DuplicateOf is not null);
            if (row.DuplicateOf is not null)
                Assert.Equal((sound[row.DuplicateOf].Product, sound[row.DuplicateOf].Split), (row.Pictured, row.Split));
            if (row.PictureState == DrawnPictureState.Sound)
                sound.Add(row.ProductCode, row);
        }
    }

    [Fact]
    public void Broken_pictures_take_turns() => Assert.All(
        Rows(Faulty).Where(row => row.HasBrokenPicture).Select((row, turn) => (row.PictureState, turn)),
        broken => Assert.Equal((DrawnPictureState)(1 + (broken.turn % 3)), broken.PictureState));

    [Fact]
    public void One_sort_of_faults_does_not_move_another()
    {
        var missing = Rows(Faulty with { WrongShare = 0, BrokenShare = 0, DuplicateShare = 0 });
        Assert.Equal(Rows(Faulty).Where(row => row.HasMissingField).Select(row => (row.ProductCode, row.Title is null)), missing.Where(row => row.HasMissingField).Select(row => (row.ProductCode, row.Title is null)));
        Assert.Equal(Rows(new() { Products = Products }).Select(row => (row.Product, row.TrueTitle)), missing.Select(row => (row.Product, row.TrueTitle)));
    }

    [Fact]
    public void Languages_take_turns_in_an_order_of_the_seed()
    {
        TitleLanguage[] languages = [TitleLanguage.English, TitleLanguage.Urdu, TitleLanguage.Chinese];
        TitleLanguage[] seen = [.. Rows(new() { Products = 300, Languages = languages }).Select(row => row.Language)];
        Assert.All(seen.Chunk(3), turn => Assert.Equal(languages, turn.Order()));
        Assert.Equal(6, seen.Chunk(3).Select(turn => string.Join(' ', turn)).Distinct().Count());
        Assert.NotEqual(seen, Rows(new() { Products = 300, Languages = languages, Seed = 2 }).Select(row => row.Language));
    }

    [Theory]
    [InlineData(0.2, 0.1, 1)]
    [InlineData(0.01, 0.79, 2)]
    [InlineData(0, 0.5, 1)]
    public void Splits_have_their_shares_and_no_combination_in_common(double test, double validation, int categories)
    {
        DrawnCatalogRow[] rows = Rows(new() { Products = 2000, TestShare = test, ValidationShare = validation, Categories = categories });
        ILookup<string, int> splits = rows.ToLookup(row => row.Split, row => row.Product.Combination);
        Assert.InRange(splits[DrawnCatalogRow.Test].Count(), (2000 * test) - 1, (2000 * test) + 1);
        Assert.InRange(splits[DrawnCatalogRow.Validation].Count(), (2000 * validation) - 2, (2000 * validation) + 2);
        Assert.Equal(rows.Select(row => row.Product.Combination).Distinct().Count(), splits.Sum(split => split.Distinct().Count()));
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_both_numbers()
    {
        Refused(new() { Products = 1_000_001 }, "Products is 1000001; it must be 1 … 1,000,000.");
        Refused(new() { Variants = 9 }, "Variants is 9; it must be 1 … 8.");
        Refused(new() { Categories = 0 }, "Categories is 0; it must be 1 … 10.");
        Refused(new() { PriceNoise = 0.6 }, "PriceNoise is 0.6; it must be 0 … 0.5.");
        Refused(new() { MissingShare = -0.1 }, "MissingShare is -0.1; it must be 0 … 1.");
        Refused(new() { WrongShare = double.NaN }, "WrongShare is NaN; it must be 0 … 1.");
        Refused(new() { MissingShare = 0.6, WrongShare = 0.5 }, "MissingShare is 0.6; it must be at most 1 together with WrongShare, which is 0.5.");
        Refused(new() { BrokenShare = 0.9, DuplicateShare = 0.2 }, "BrokenShare is 0.9; it must be at most 1 together with DuplicateShare, which is 0.2.");
        Refused(new() { TestShare = 0.5, ValidationShare = 0.4 }, "TestShare is 0.5; it must be at most 0.8 together with ValidationShare, which is 0.4.");
        Refused(new() { Workers = 0 }, "Workers is 0; it must be 1 … 256.");
        Refused(new() { Languages = [] }, "Languages is empty; it must be at least one language, and none twice.");
        Refused(new() { Languages = [TitleLanguage.Urdu, TitleLanguage.Urdu] }, "Languages is ur, ur; it must be at least one language, and none twice.");

        static void Refused(DrawnCatalogOptions options, string reason) =>
            Assert.StartsWith(reason, Assert.Throws<ArgumentOutOfRangeException>(() => DrawnCatalog.Rows(options)).Message, StringComparison.Ordinal);
    }

    private static DrawnCatalogRow[] Rows(DrawnCatalogOptions options) => [.. DrawnCatalog.Rows(options)];
}
