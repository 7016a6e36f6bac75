using System.CommandLine;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The options with which a command is given a product table.</summary>
internal sealed class CatalogOptions
{
    /// <summary>The answer that is learned where no other is named.</summary>
    public const string DefaultTemplate = "Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}";

    private const string DataDescription = "Product table (CSV, TSV, JSON lines, Parquet), Shopify export or Google Merchant Center feed: a column for each field of the template, and one with the picture's file name.";

    private readonly Option<FileInfo> _data = new("--data") { Description = DataDescription, Required = true };
    private readonly Option<DirectoryInfo?> _images = new("--images") { Description = "Folder of the pictures. Default: the table's own folder." };
    private readonly Option<string?> _imageColumn = new("--image-column") { Description = "Column with the picture's file. Default: local_image_path, image, image_path or imageurl." };
    private readonly Option<string?> _codeColumn = new("--code-column") { Description = "Column with the product's code. Default: product_code, id or sku, else rows are counted." };

    private readonly Option<string[]> _map = ColumnMap.Option();

    /// <summary>The table as an argument, for commands of which it is the one thing that they are about.</summary>
    public Argument<FileInfo> Table { get; } = new("catalog") { Description = DataDescription };

    public IEnumerable<Option> All => [_data, .. AllButTable];

    /// <summary>The options of a command that has <see cref="Table"/> as its argument.</summary>
    public IEnumerable<Option> AllButTable => [_images, _imageColumn, _codeColumn, _map];

    /// <summary>Reads the table; rows that cannot be used are named on the way.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="reporter">Gets a line for each rejected row.</param>
    /// <param name="required">Columns that may not be empty.</param>
    public ProductTable Read(ParseResult parsed, Reporter reporter, IReadOnlyList<string> required)
    {
        var data = parsed.GetRequiredValue(_data);
        var table = Read(data.FullName, Source(parsed) with { RequiredColumns = required }, reporter);
        return table.Products.Count > 0 ? table : throw new InvalidDataException($"{data.FullName} has no usable product: {table.Rejected.Count} rows were read and all were left out.");
    }

    /// <summary>Reads another table whose pictures are in the same folder; rows that cannot be used are named on the way.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">The table, with the names of columns that products get, not those of <c>--map</c>.</param>
    /// <param name="reporter">Gets a line for each rejected row.</param>
    /// <param name="required">Columns that may not be empty.</param>
    public IReadOnlyList<Product> ReadBeside(ParseResult parsed, FileInfo file, Reporter reporter, IReadOnlyList<string> required)
        => Read(file.FullName, new ProductSourceOptions { ImageFolder = Source(parsed).ImageFolder, RequiredColumns = required }, reporter).Products;

    private static ProductTable Read(string path, ProductSourceOptions source, Reporter reporter)
    {
        var table = ProductSource.ReadAll(path, source);
        foreach (var row in table.Rejected)
            reporter.Line($"{Path.GetFileName(path)}, row {row.RowNumber} ({row.ProductCode}) is left out: {row.Reason}");
        return table;
    }

    /// <summary>Reads the table twice: every row that can be read at all, and the rows that <see cref="Read(ParseResult, Reporter, IReadOnlyList{string})"/> would leave out whatever the fields.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="required">Columns that the table must have; their cells may be empty.</param>
    /// <param name="cancellation">Looked at between rows.</param>
    public (FileInfo File, ProductTable Table, IReadOnlyList<RejectedRow> Rejected) ReadForExamination(ParseResult parsed, IReadOnlyList<string> required, CancellationToken cancellation)
    {
        var data = parsed.GetRequiredValue(_data);
        var source = Source(parsed);
        var rejected = new List<RejectedRow>();
        foreach (var _ in ProductSource.Read(data.FullName, source, rejected.Add))
            cancellation.ThrowIfCancellationRequested();
        var table = ProductSource.ReadAll(data.FullName, source with { RequireImages = false });
        string[] missing = [.. required.Except(table.Columns, StringComparer.OrdinalIgnoreCase)];
        if (missing.Length > 0)
            throw new InvalidDataException($"'{data.FullName}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}; its columns are {string.Join(", ", table.Columns)}. Say which column it is (--map {missing[0]}=COLUMN), or ask for other fields with --template.");
        return (data, table, rejected);
    }

    /// <summary>Reads every product, with a picture or without; beside them all rows as they stand.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellation">Looked at before reading.</param>
    public (FileInfo File, ProductTable Table, CatalogRows Rows) ReadAllRows(ParseResult parsed, CancellationToken cancellation)
    {
        var data = parsed.GetRequiredValue(_data);
        cancellation.ThrowIfCancellationRequested();
        var options = Source(parsed) with { RequireImages = false };
        return (data, ProductSource.ReadAll(data.FullName, options), CatalogRows.Open(data.FullName, options));
    }

    /// <summary>Refuses to write over the table that is read.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="outputs">Full paths of what will be written.</param>
    /// <exception cref="ArgumentException">One of them is the table.</exception>
    public void RequireOthers(ParseResult parsed, params ReadOnlySpan<string> outputs)
    {
        string input = Path.GetFullPath(parsed.GetRequiredValue(_data).FullName);
        foreach (string output in outputs)
        {
            if (string.Equals(input, output, StringComparison.Ordinal))
                throw new ArgumentException($"'{output}' is the table that is read and would be written over; give --out another name.");
        }
    }

    /// <summary>What the table is called in a database of enrichments, if nobody says otherwise.</summary>
    public string Name(ParseResult parsed) => Path.GetFileNameWithoutExtension(parsed.GetRequiredValue(_data).Name);

    /// <summary>The folder of its pictures.</summary>
    public string? Folder(ParseResult parsed) => Source(parsed).ImageFolder;

    /// <summary>Which file <see cref="Table"/> is, and how it is read.</summary>
    /// <param name="parsed">The command line.</param>
    public (string Path, ProductSourceOptions Source) ReadTable(ParseResult parsed)
    {
        var file = parsed.GetRequiredValue(Table);
        return (file.FullName, Source(parsed, file));
    }

    private ProductSourceOptions Source(ParseResult parsed) => Source(parsed, parsed.GetRequiredValue(_data));

    private ProductSourceOptions Source(ParseResult parsed, FileInfo table) => new()
    {
        ImageFolder = parsed.GetValue(_images)?.FullName ?? table.DirectoryName,
        ImageColumn = parsed.GetValue(_imageColumn),
        ProductCodeColumn = parsed.GetValue(_codeColumn),
        ColumnMap = ColumnMap.Parse(parsed.GetValue(_map)),
    };
}
