using System.CommandLine;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The options with which a command is given a product table.</summary>
internal sealed class CatalogOptions
{
    private readonly Option<FileInfo> _data = new("--data") { Description = "Product table (CSV, TSV, JSON lines, Parquet), Shopify export or Google Merchant Center feed: a column for each field of the template, and one with the picture's file name.", Required = true };
    private readonly Option<DirectoryInfo?> _images = new("--images") { Description = "Folder of the pictures. Default: the table's own folder." };
    private readonly Option<string?> _imageColumn = new("--image-column") { Description = "Column with the picture's file. Default: local_image_path, image, image_path or imageurl." };
    private readonly Option<string?> _codeColumn = new("--code-column") { Description = "Column with the product's code. Default: product_code, id or sku, else rows are counted." };

    private readonly Option<string[]> _map = ColumnMap.Option();

    public IEnumerable<Option> All => [_data, _images, _imageColumn, _codeColumn, _map];

    /// <summary>Reads the table; rows that cannot be used are named on the way.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="reporter">Gets a line for each rejected row.</param>
    /// <param name="required">Columns that may not be empty.</param>
    public ProductTable Read(ParseResult parsed, Reporter reporter, IReadOnlyList<string> required)
    {
        var data = parsed.GetRequiredValue(_data);
        var table = ProductSource.ReadAll(data.FullName, new ProductSourceOptions
        {
            ImageFolder = parsed.GetValue(_images)?.FullName ?? data.DirectoryName,
            ImageColumn = parsed.GetValue(_imageColumn),
            ProductCodeColumn = parsed.GetValue(_codeColumn),
            RequiredColumns = required,
            ColumnMap = ColumnMap.Parse(parsed.GetValue(_map)),
        });
        foreach (var row in table.Rejected)
            reporter.Line($"row {row.RowNumber} ({row.ProductCode}) is left out: {row.Reason}");
        return table.Products.Count > 0 ? table : throw new InvalidDataException($"{data.FullName} has no usable product: {table.Rejected.Count} rows were read and all were left out.");
    }
}
