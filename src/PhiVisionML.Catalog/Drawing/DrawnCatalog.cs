using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>The demo's catalog: products of <see cref="LumaShop"/>, drawn, with a held-out part.</summary>
public static class DrawnCatalog
{
    /// <summary>The name of the table in a catalog's folder.</summary>
    public const string TableName = "catalog.csv";

    private const string ImageFolder = "images";

    // Keeps the shop's pictures apart from those of DrawnProduct.Random with the same seed, on which a base is taught.
    private const long ShopStream = 0x4C756D61;
    private const long SplitStream = 0x53706C69;

    /// <summary>The rows, made one at a time; the same options give the same rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static IEnumerable<DrawnCatalogRow> Rows(DrawnCatalogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Enumerate(options);
    }

    /// <summary>
    /// Writes <c>catalog.csv</c> and <c>images/*.jpg</c> into <paramref name="folder"/>, which is made when absent;
    /// files of the same names are replaced. The table is written last.
    /// </summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="options">What to write.</param>
    /// <param name="progress">Told the number of pictures written, after each.</param>
    /// <param name="cancellation">Looked at between pictures.</param>
    /// <returns>The rows written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static IReadOnlyList<DrawnCatalogRow> Write(
        string folder, DrawnCatalogOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        DrawnCatalogRow[] rows = [.. Rows(options)];
        Directory.CreateDirectory(Path.Combine(folder, ImageFolder));
        for (int row = 0; row < rows.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] picture = ProductPainter.PaintJpeg(rows[row].Product, options.ImageSize, options.JpegQuality);
            File.WriteAllBytes(Path.Combine(folder, rows[row].LocalImagePath), picture);
            progress?.Report(row + 1);
        }

        WriteTable(Path.Combine(folder, TableName), rows);
        return rows;
    }

    private static IEnumerable<DrawnCatalogRow> Enumerate(DrawnCatalogOptions options)
    {
        long stream = SplitMix64.Derive(options.Seed, ShopStream);
        HashSet<int> heldOut = HeldOutCombinations(options);
        long candidate = 0;
        for (int row = 0; row < options.Products; row++)
        {
            bool test = IsTestRow(row, options.TestShare);
            DrawnProduct product = DrawnProduct.Random(stream, candidate++);
            while (options.DisjointCombinations && heldOut.Contains(product.Combination) != test)
                product = DrawnProduct.Random(stream, candidate++);
            yield return Row(row, product, test);
        }
    }

    /// <summary>Spreads the test rows evenly: row n is one when n × share passes a whole number.</summary>
    private static bool IsTestRow(int row, double share) => Math.Floor((row + 1) * share) > Math.Floor(row * share);

    /// <summary>The test's share of all combinations, drawn by the seed; at least one when there is a test at all.</summary>
    private static HashSet<int> HeldOutCombinations(DrawnCatalogOptions options) =>
    [
        .. Enumerable.Range(0, DrawnProduct.Combinations)
            .OrderBy(combination => SplitMix64.Derive(options.Seed ^ SplitStream, combination))
            .Take((int)Math.Ceiling(options.TestShare * DrawnProduct.Combinations)),
    ];

    private static DrawnCatalogRow Row(int row, DrawnProduct product, bool test)
    {
        string code = "L" + (row + 1).ToString("D5", CultureInfo.InvariantCulture);
        return new DrawnCatalogRow
        {
            ProductCode = code,
            Title = LumaShop.Title(product),
            Category3Code = LumaShop.Category3Code(product.Kind),
            FullPrice = LumaShop.FullPrice(product),
            CurrencyCode = LumaShop.CurrencyCode,
            Split = test ? DrawnCatalogRow.Test : DrawnCatalogRow.Train,
            LocalImagePath = $"{ImageFolder}/{code}.jpg",
            Product = product,
        };
    }

    private static void WriteTable(string path, IEnumerable<DrawnCatalogRow> rows)
    {
        var format = new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var writer = new StreamWriter(path);
        using var csv = new CsvWriter(writer, format);
        csv.WriteRecords(rows);
    }
}
