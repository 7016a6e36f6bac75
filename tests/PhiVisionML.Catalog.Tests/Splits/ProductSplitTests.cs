using PhiVisionML.Catalog.Splits;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Splits;

public class ProductSplitTests
{
    private static readonly ProductSplitOptions Options = new() { FamilyColumn = "family", CategoryColumn = "category", Seed = 5 };

    private static Product Make(string code, string? family, string? category, int row = 1) =>
        new(code, row, new Dictionary<string, string?> { ["family"] = family, ["category"] = category }, []);

    private static List<Product> Catalog(int families, int categories) =>
        [.. Enumerable.Range(0, families).SelectMany(f => Enumerable.Range(0, 1 + f % 3).Select(v => Make($"{f}-{v}", $"F{f}", $"C{f % categories}", f)))];

    private static HashSet<string> Codes(IEnumerable<Product> products) => [.. products.Select(product => product.ProductCode)];

    [Fact]
    public void No_family_is_in_two_parts_and_no_product_is_lost()
    {
        var products = Catalog(200, 7);
        var split = ProductSplit.Create(products, Options);

        string[] Families(IEnumerable<Product> part) => [.. part.Select(product => product.Fields["family"]!).Distinct()];
        Assert.Equal(products.Count, split.Train.Count + split.Validation.Count + split.Test.Count);
        var families = Families(split.Train).Concat(Families(split.Validation)).Concat(Families(split.Test)).ToArray();
        Assert.Equal(200, families.Length);
        Assert.Equal(200, families.Distinct().Count());
    }

    [Fact]
    public void Fractions_are_met_over_the_whole_and_close_in_each_category()
    {
        var split = ProductSplit.Create(Catalog(205, 41), Options with { TestFraction = 0.25, ValidationFraction = 0.15 });

        Assert.InRange(split.Counts.Sum(count => count.Test), 50, 52);
        Assert.InRange(split.Counts.Sum(count => count.Validation), 30, 31);
        Assert.All(split.Counts, count => Assert.InRange(count.Test, 1, 2));
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter()
    {
        var products = Catalog(100, 4);
        var straight = ProductSplit.Create(products, Options);
        var shuffled = ProductSplit.Create([.. products.OrderBy(product => product.ProductCode.Reverse().First()).ThenByDescending(product => product.RowNumber)], Options);

        Assert.Equal(Codes(straight.Test), Codes(shuffled.Test));
        Assert.Equal(Codes(straight.Validation), Codes(shuffled.Validation));
        Assert.Equal(straight.Counts, shuffled.Counts);
    }

    [Fact]
    public void Another_seed_draws_another_test_part()
    {
        var products = Catalog(100, 4);
        Assert.NotEqual(Codes(ProductSplit.Create(products, Options).Test), Codes(ProductSplit.Create(products, Options with { Seed = 6 }).Test));
    }

    [Fact]
    public void The_draw_is_the_same_on_every_machine() // F18 and F8 have the smallest SHA-256 of "5\n" + name
    {
        var split = ProductSplit.Create(Catalog(20, 1), Options);
        Assert.Equal(["8-0", "8-1", "8-2", "18-0"], split.Test.Select(product => product.ProductCode));
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 0, 1)]
    [InlineData(3, 2, 0, 1)]
    [InlineData(10, 8, 1, 1)]
    public void Small_categories_test_with_one_family_and_keep_one_to_train_on(int families, int train, int validation, int test)
    {
        var split = ProductSplit.Create(Catalog(families, 1), Options);
        Assert.Equal(new SplitCount("C0", train, validation, test), Assert.Single(split.Counts));
    }

    [Fact]
    public void Without_fractions_everything_trains()
    {
        var split = ProductSplit.Create(Catalog(9, 3), Options with { TestFraction = 0, ValidationFraction = 0 });
        Assert.Empty(split.Test);
        Assert.Empty(split.Validation);
        Assert.Equal(18, split.Train.Count);
    }

    [Fact]
    public void Without_a_family_the_product_code_holds_rows_together()
    {
        var products = Enumerable.Range(0, 60).Select(i => Make($"{i / 3}", i % 2 == 0 ? null : " ", "c")).ToList();
        var split = ProductSplit.Create(products, Options with { TestFraction = 0.5 });
        Assert.Empty(Codes(split.Test).Intersect(Codes(split.Train)));
        Assert.Equal(20, split.Counts.Sum(count => count.Train + count.Validation + count.Test));
    }

    [Fact]
    public void A_family_of_several_categories_counts_in_the_most_common_one()
    {
        var split = ProductSplit.Create([Make("1", "f", "b"), Make("2", "f", "a"), Make("3", "f", "b"), Make("4", "g", null)], Options);
        Assert.Equal([new SplitCount("", 1, 0, 0), new SplitCount("b", 1, 0, 0)], split.Counts);
    }

    [Fact]
    public void Faulty_options_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ProductSplit.Create([], Options with { TestFraction = 0.5, ValidationFraction = 0.5 }));
        Assert.Throws<ArgumentException>(() => ProductSplit.Create([], Options with { TestFraction = -0.1 }));
        Assert.Throws<ArgumentException>(() => ProductSplit.Create([], Options with { TestFraction = double.NaN }));
        Assert.Throws<ArgumentException>(() => ProductSplit.Create(Catalog(3, 1), Options with { CategoryColumn = "colour" }));
        Assert.Empty(ProductSplit.Create([], Options).Train);
    }

    [Fact]
    public void With_any_seed_and_order_no_family_crosses_and_the_shares_are_met()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var products = Catalog(60 + random.Next(200), 1 + random.Next(12)).OrderBy(_ => random.Next()).ToList();
            string[] families = [.. products.Select(product => "found " + product.Fields["family"])];
            var options = Options with { Seed = seed, FamilyColumn = null, TestFraction = 0.15, ValidationFraction = 0.2 };
            var split = ProductSplit.Create(products, families, options);
            Assert.All(families.Zip(split.Parts).GroupBy(row => row.First), family => Assert.Single(family.Select(row => row.Second).Distinct()));
            int all = families.Distinct().Count(), categories = split.Counts.Count;
            Assert.InRange(split.Counts.Sum(count => count.Test), 0.15 * all - 1, 0.15 * all + categories);
            Assert.InRange(split.Counts.Sum(count => count.Validation), 0.2 * all - 1, 0.2 * all + 1);
            Assert.Equal(products.Where((_, i) => split.Parts[i] == SplitPart.Test), split.Test);
        }
    }

    [Fact]
    public void A_family_that_would_be_the_whole_test_trains_with_any_seed()
    {
        var products = Catalog(60, 3).Concat(Enumerable.Range(0, 200).Select(v => Make($"big-{v}", "BIG", "C1"))).ToList();
        for (int seed = 0; seed < 50; seed++)
        {
            var split = ProductSplit.Create(products, Options with { Seed = seed });
            Assert.Equal(200, split.Train.Count(product => product.Fields["family"] == "BIG"));
            Assert.NotEmpty(split.Test);
        }
    }

    [Fact]
    public void Families_that_do_not_fit_the_products_are_refused() =>
        Assert.Throws<ArgumentException>(() => ProductSplit.Create(Catalog(3, 1), ["a"], new ProductSplitOptions()));

    [Fact]
    public void A_column_gives_the_parts_and_rows_without_one_are_left_out()
    {
        Product Row(string code, string? part) => new(code, 7, new Dictionary<string, string?> { ["split"] = part, ["family"] = "f" + code[0], ["category"] = "c" }, []);
        var split = ProductSplit.FromColumn([Row("a1", "train"), Row("a2", " Training"), Row("b", "val"), Row("c", null), Row("d", "TEST"), Row("e", "dev")], "split", Options);
        Assert.Equal(["a1", "a2"], split.Train.Select(p => p.ProductCode));
        Assert.Equal(["b", "e"], split.Validation.Select(p => p.ProductCode));
        Assert.Equal(["d"], split.Test.Select(p => p.ProductCode));
        Assert.Equal([new SplitCount("c", 1, 2, 1)], split.Counts);
        Assert.Contains("Row 7 has 'trian'", Assert.Throws<ArgumentException>(() => ProductSplit.FromColumn([Row("a", "trian")], "split", Options)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProductSplit.FromColumn([Row("a", "train")], "part", Options));
    }
}
