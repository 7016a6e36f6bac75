using System.Globalization;
using PhiVisionML.Catalog.Drawing;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

public sealed class DrawnCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drawn-catalog-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_table_and_the_pictures_hold_what_was_drawn()
    {
        var options = new DrawnCatalogOptions { Products = 25, ImageSize = 112 };
        DrawnCatalog.Write(_folder, options, cancellation: TestContext.Current.CancellationToken);
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(options)];

        string[] lines = File.ReadAllLines(Path.Combine(_folder, DrawnCatalog.TableName));
        Assert.Equal("product_code,title,category3_code,full_price,currency_code,split,local_image_path", lines[0]);
        Assert.Equal(rows.Select(Line), lines[1..]);
        foreach (DrawnCatalogRow row in rows)
        {
            using SKBitmap picture = SKBitmap.Decode(Path.Combine(_folder, row.LocalImagePath));
            Assert.Equal((112, 112), (picture.Width, picture.Height));
        }

        static string Line(DrawnCatalogRow row) => string.Join(',',
            row.ProductCode, row.Title, row.Category3Code, row.FullPrice?.ToString("0.00", CultureInfo.InvariantCulture),
            row.CurrencyCode, row.Split, row.LocalImagePath);
    }

    [Fact]
    public void The_same_options_write_the_same_bytes()
    {
        var options = new DrawnCatalogOptions { Products = 8, ImageSize = 112, Seed = 7 };
        string[] folders = [Path.Combine(_folder, "a"), Path.Combine(_folder, "b")];
        foreach (string folder in folders)
            DrawnCatalog.Write(folder, options, cancellation: TestContext.Current.CancellationToken);
        string[] files = [.. Directory.GetFiles(folders[0], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folders[0], file))];
        Assert.Equal(9, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folders[0], file)), File.ReadAllBytes(Path.Combine(folders[1], file))));
    }

    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.2)]
    [InlineData(3, 0.5)]
    [InlineData(4, 0.001)]
    [InlineData(5, 0.9)]
    public void No_combination_is_in_both_splits(long seed, double share)
    {
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(new DrawnCatalogOptions { Products = 2000, Seed = seed, TestShare = share })];
        ILookup<string, int> combinations = rows.ToLookup(row => row.Split, row => row.Product.Combination);
        Assert.Equal((int)Math.Round(2000 * share), combinations[DrawnCatalogRow.Test].Count());
        Assert.Empty(combinations[DrawnCatalogRow.Train].Intersect(combinations[DrawnCatalogRow.Test]));
    }

    [Fact]
    public void Without_disjoint_combinations_the_splits_share_some_but_no_picture()
    {
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(new DrawnCatalogOptions { Products = 2000, DisjointCombinations = false })];
        ILookup<string, int> combinations = rows.ToLookup(row => row.Split, row => row.Product.Combination);
        Assert.NotEmpty(combinations[DrawnCatalogRow.Train].Intersect(combinations[DrawnCatalogRow.Test]));
        Assert.Equal(2000, rows.Select(row => row.Product.Seed).Distinct().Count());
    }

    [Fact]
    public void Every_kind_is_in_both_splits()
    {
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(new DrawnCatalogOptions())];
        Assert.Equal(20, rows.Select(row => (row.Split, row.Category3Code)).Distinct().Count());
    }

    [Fact]
    public void A_catalog_shares_no_picture_with_the_base_vocabulary_of_the_same_seed()
    {
        var taught = Enumerable.Range(0, 5000).Select(i => DrawnProduct.Random(1, i).Seed).ToHashSet();
        Assert.DoesNotContain(DrawnCatalog.Rows(new DrawnCatalogOptions { Seed = 1 }), row => taught.Contains(row.Product.Seed));
    }

    [Fact]
    public void Rows_follow_from_what_the_picture_shows()
    {
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(new DrawnCatalogOptions { Products = 3000 })];
        var seen = rows.GroupBy(row => row.Product with { Seed = 0, Background = ProductBackground.White });
        Assert.All(seen, same => Assert.Single(same.Select(row => (row.Title, row.Category3Code, row.FullPrice)).Distinct()));
    }

    [Fact]
    public void Progress_counts_the_pictures_and_cancelling_stops_before_the_next()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(count =>
        {
            if (count == 3)
                cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() =>
            DrawnCatalog.Write(_folder, new DrawnCatalogOptions { Products = 9, ImageSize = 112 }, progress, cancellation.Token));
        Assert.Equal([1, 2, 3], progress.Seen);
        Assert.False(File.Exists(Path.Combine(_folder, DrawnCatalog.TableName)));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused(new DrawnCatalogOptions { Products = 0 }, "Products is 0");
        Refused(new DrawnCatalogOptions { TestShare = 0.95 }, "TestShare is 0.95");
        Refused(new DrawnCatalogOptions { TestShare = double.NaN }, "TestShare is NaN");
        Refused(new DrawnCatalogOptions { ImageSize = 20 }, "ImageSize is 20");
        Refused(new DrawnCatalogOptions { JpegQuality = 101 }, "JpegQuality is 101");

        static void Refused(DrawnCatalogOptions options, string reason) => Assert.Contains(
            reason, Assert.Throws<ArgumentOutOfRangeException>(() => DrawnCatalog.Rows(options)).Message, StringComparison.Ordinal);
    }

    private sealed class Recorder(Action<int> then) : IProgress<int>
    {
        public List<int> Seen { get; } = [];

        public void Report(int value)
        {
            Seen.Add(value);
            then(value);
        }
    }
}
