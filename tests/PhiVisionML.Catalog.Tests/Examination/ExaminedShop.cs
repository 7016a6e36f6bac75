using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Examination;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Sources;
using Xunit;

namespace PhiVisionML.Catalog.Tests.Examination;

/// <summary>A small catalog without a fault, for tests to plant one in. Rows are numbered from 1.</summary>
internal sealed class ExaminedShop : IDisposable
{
    public const int Rows = 48;

    private const int PictureSize = 112;

    private static readonly DrawnCatalogRow[] Drawn =
    [
        .. DrawnCatalog.Rows(new DrawnCatalogOptions { Products = 400, Categories = 3, Seed = 7 })
            .DistinctBy(row => row.Title).GroupBy(row => row.Category3Code).SelectMany(category => category.Take(Rows / 3)),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _columns = ["product_code", "title", "category3_code", "full_price", "currency_code", "local_image_path"];
    private readonly List<Dictionary<string, string?>> _rows = [];
    private readonly List<RejectedRow> _rejected = [];

    public ExaminedShop()
    {
        Assert.Equal(Rows, Drawn.Length);
        foreach (var row in Drawn)
        {
            var picture = $"{row.ProductCode}.jpg";
            System.IO.File.WriteAllBytes(File(picture), ProductPainter.PaintJpeg(row.Product, PictureSize, 90));
            _rows.Add(new(StringComparer.OrdinalIgnoreCase)
            {
                ["product_code"] = row.ProductCode,
                ["title"] = row.Title,
                ["category3_code"] = row.Category3Code,
                ["full_price"] = $"{row.FullPrice:0.00}",
                ["currency_code"] = "USD",
                ["local_image_path"] = picture,
            });
        }
    }

    public ExaminationOptions Options { get; set; } = new() { Template = AnswerTemplate.Parse("Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}") };

    /// <summary>A cell of a row; a column that is not there yet is added, empty in the other rows.</summary>
    public string? this[int row, string column]
    {
        get => _rows[row - 1][column];
        set
        {
            if (!_columns.Contains(column))
            {
                _columns.Add(column);
                foreach (var other in _rows) other[column] = null;
            }

            _rows[row - 1][column] = value;
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Sets a column of all rows.</summary>
    public void Fill(string column, Func<int, string?> value)
    {
        for (var row = 1; row <= _rows.Count; row++) this[row, column] = value(row);
    }

    public void Reject(int row, string reason) => _rejected.Add(new RejectedRow(row, $"L{row}", reason));

    /// <summary>Gives a row a picture file of its own with these bytes.</summary>
    public void Picture(int row, byte[] bytes)
    {
        this[row, "local_image_path"] = $"own-{row}.jpg";
        System.IO.File.WriteAllBytes(File($"own-{row}.jpg"), bytes);
    }

    /// <summary>The bytes of a row's picture.</summary>
    public byte[] Picture(int row) => System.IO.File.ReadAllBytes(File(this[row, "local_image_path"]!));

    private string File(string name) => Path.Combine(_folder.Path, name);

    public ExaminationResult Examine(params ICatalogCheck[] further)
    {
        Product[] products = [.. _rows.Select((row, i) => new Product(row["product_code"]!, i + 1, row.ToDictionary(cell => cell.Key, cell => string.IsNullOrEmpty(cell.Value) ? null : cell.Value, StringComparer.OrdinalIgnoreCase), [File(row["local_image_path"]!)]))];
        var pictures = PictureReader.ReadAll(products.SelectMany(product => product.ImagePaths).Distinct()).ToDictionary(facts => facts.Path);
        return CatalogExamination.Run(new ProductTable(_columns, products, []), _rejected, pictures, Options, further, TestContext.Current.CancellationToken);
    }

    /// <summary>Examines, and asserts that nothing but one finding comes out, with exactly these rows.</summary>
    public Finding Finds(string id, FindingSeverity severity, params int[] rows)
    {
        var finding = Assert.Single(Examine().Findings);
        Assert.Equal((id, severity), (finding.Id, finding.Severity));
        Assert.Equal(rows, finding.Rows.Select(row => row.RowNumber).Distinct().Order());
        Assert.Equal(rows.Length, finding.RowCount);
        Assert.EndsWith(".", finding.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Remedy, StringComparison.Ordinal);
        return finding;
    }
}
