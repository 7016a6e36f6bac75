using System.Security.Cryptography;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Sources;
using SkiaSharp;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Drawing;

/// <summary>What a drawn catalog with all its options looks like on the disk.</summary>
public sealed class DrawnCatalogFilesTests : IDisposable
{
    private static readonly DrawnCatalogOptions Everything = new()
    {
        Products = 60,
        Variants = 3,
        PriceNoise = 0.1,
        MissingShare = 0.2,
        WrongShare = 0.2,
        BrokenShare = 0.2,
        DuplicateShare = 0.2,
        Languages = [TitleLanguage.English, TitleLanguage.Urdu, TitleLanguage.Chinese],
        ValidationShare = 0.2,
        ImageSize = 56,
        Seed = 3,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("drawn-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(300, 1, 0.2, true, "7c934c9367fa5aa8110213caff686608190ac2233a83e5055844b52de56ccb4d")]
    [InlineData(60, 42, 0.5, false, "a1dd3f8d14a2e1af18dd7f51fc680ade2c890bd55c5cd324b8a09018b6a6c581")]
    [InlineData(40, 7, 0.001, true, "21b18509c32c85c7f2dc5f08b227a0c3f9388b707b69c29508388ed01e1c9721")]
    public void The_table_of_the_demo_stays_what_it_was_before_there_were_more_options(int products, long seed, double share, bool disjoint, string sha256)
    {
        Write("", new() { Products = products, Seed = seed, TestShare = share, DisjointCombinations = disjoint, ImageSize = 56 });
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, DrawnCatalog.TableName)))));
    }

    [Fact]
    public void Any_number_of_workers_writes_the_same_bytes()
    {
        Write("one", Everything with { Workers = 1 });
        Write("four", Everything with { Workers = 4 });
        string[] files = Files("one");
        Assert.Equal(61, files.Length);
        Assert.Equal(files, Files("four"));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "one", file)), File.ReadAllBytes(Path.Combine(_folder, "four", file))));
    }

    [Fact]
    public void Broken_pictures_do_not_decode_and_duplicates_are_the_same_bytes()
    {
        DrawnCatalogSummary summary = Write("", Everything);
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(Everything)];
        Dictionary<string, string> paths = rows.ToDictionary(row => row.ProductCode, row => Path.Combine(_folder, row.LocalImagePath));
        foreach (DrawnCatalogRow row in rows)
        {
            using SKBitmap? picture = SKBitmap.Decode(paths[row.ProductCode]);
            Assert.Equal(row.HasBrokenPicture, picture is null);
            if (row.DuplicateOf is not null)
                Assert.Equal(File.ReadAllBytes(paths[row.DuplicateOf]), File.ReadAllBytes(paths[row.ProductCode]));
        }

        Assert.Equal(3, rows.Where(row => row.HasBrokenPicture).Select(row => row.PictureState).Distinct().Count());
        Assert.Equal(
            rows.Count(row => row.PictureState == DrawnPictureState.Sound),
            rows.Where(row => !row.HasBrokenPicture).Select(row => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(paths[row.ProductCode])))).Distinct().Count());
        Assert.Equal(
            new DrawnCatalogSummary(60, rows.Count(row => row.HasBrokenPicture), rows.Count(row => row.DuplicateOf is not null), rows.Count(row => row.HasMissingField), rows.Count(row => row.HasWrongField)),
            summary);
        Assert.True(summary is { Broken: > 0, Duplicates: > 0, Missing: > 0, Wrong: > 0 });
    }

    [Fact]
    public void The_table_says_what_was_drawn_and_what_is_true()
    {
        Write("", Everything);
        ProductTable table = CsvProductSource.ReadAll(Path.Combine(_folder, DrawnCatalog.TableName), new ProductSourceOptions { ImageFolder = _folder });
        Assert.Equal(
            ["product_code", "title", "category3_code", "full_price", "currency_code", "split", "local_image_path", "family", "language", "true_title", "true_category3_code", "true_full_price", "picture_state", "duplicate_of"],
            table.Columns);
        Assert.Empty(table.Rejected);
        Assert.All(DrawnCatalog.Rows(Everything).Zip(table.Products), pair =>
        {
            var (row, product) = pair;
            var fields = product.Fields;
            Assert.Equal((row.Title, row.Category3Code, row.FullPrice), (fields["title"], fields["category3_code"], Price(fields["full_price"])));
            Assert.Equal((row.TrueTitle, row.TrueCategory3Code, row.TrueFullPrice), (fields["true_title"], fields["true_category3_code"], Price(fields["true_full_price"])));
            Assert.Equal((row.Family, TitleLanguages.Code(row.Language), row.DuplicateOf), (fields["family"], fields["language"], fields["duplicate_of"]));
            Assert.Equal(row.PictureState.ToString(), fields["picture_state"], ignoreCase: true);
        });

        static decimal? Price(string? cell) => cell is null ? null : decimal.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Large_catalogs_have_a_folder_for_each_thousand_pictures()
    {
        DrawnCatalogRow[] rows = [.. DrawnCatalog.Rows(new() { Products = DrawnCatalogOptions.MaxFlatProducts + 1 })];
        Assert.Equal("images/000/L01000.jpg", rows[999].LocalImagePath);
        Assert.Equal("images/001/L01001.jpg", rows[1000].LocalImagePath);
        Assert.Equal("images/010/L10001.jpg", rows[^1].LocalImagePath);
        Assert.Equal(DrawnCatalogOptions.PicturesPerFolder, rows.CountBy(row => Path.GetDirectoryName(row.LocalImagePath)!).Max(folder => folder.Value));
        Assert.Equal("images/L10000.jpg", DrawnCatalog.Rows(new() { Products = DrawnCatalogOptions.MaxFlatProducts }).Last().LocalImagePath);
    }

    [Fact]
    public void A_cancelled_catalog_leaves_no_table_and_can_be_drawn_again()
    {
        Write("again", Everything with { Seed = 4 });
        Write("fresh", Everything);
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => DrawnCatalog.Write(Path.Combine(_folder, "again"), Everything, new Cancelling(cancellation), cancellation.Token));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "again")));
        Write("again", Everything);
        Assert.All(Files("fresh"), file => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "fresh", file)), File.ReadAllBytes(Path.Combine(_folder, "again", file))));
    }

    private DrawnCatalogSummary Write(string folder, DrawnCatalogOptions options) =>
        DrawnCatalog.Write(Path.Combine(_folder, folder), options, cancellation: TestContext.Current.CancellationToken);

    private string[] Files(string folder) =>
        [.. Directory.GetFiles(Path.Combine(_folder, folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(_folder, folder), file)).Order(StringComparer.Ordinal)];

    private sealed class Cancelling(CancellationTokenSource cancellation) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value == 20)
                cancellation.Cancel();
        }
    }
}
