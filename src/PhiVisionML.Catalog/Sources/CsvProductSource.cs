using System.Globalization;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Reads products from a table of comma-separated values (RFC 4180, UTF-8 or with a byte order mark).</summary>
/// <remarks>Every row becomes either a <see cref="Product"/> or a <see cref="RejectedRow"/>; only blank lines are passed over. Column names are found whatever their letter case.</remarks>
public static class CsvProductSource
{
    /// <summary>Reads row by row; the table is never held in memory.</summary>
    /// <param name="path">The table.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="onRejected">Is told of each row that gives no product, while the products are enumerated.</param>
    /// <returns>The products, read while they are enumerated; each enumeration opens the file anew.</returns>
    /// <exception cref="InvalidDataException">The table is empty, not UTF-8, names a column twice or lacks a column; the columns it has are listed.</exception>
    /// <exception cref="IOException">The table or the image folder does not exist.</exception>
    public static IEnumerable<Product> Read(string path, CsvSourceOptions options, Action<RejectedRow> onRejected)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onRejected);
        ReadHeader(path, options);
        return Enumerate(path, options, onRejected);
    }

    /// <summary>Reads the whole table.</summary>
    /// <param name="path">The table.</param>
    /// <param name="options">How to read it.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static ProductTable ReadAll(string path, CsvSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rejected = new List<RejectedRow>();
        return new ProductTable(ReadHeader(path, options).Columns, [.. Enumerate(path, options, rejected.Add)], rejected);
    }

    private static CsvHeader ReadHeader(string path, CsvSourceOptions options)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The table '{path}' does not exist.", path);
        if (!Directory.Exists(ImageFolder(path, options)))
            throw new DirectoryNotFoundException($"The image folder '{options.ImageFolder}' does not exist.");
        using var rows = new CsvRows(path, options.Delimiter);
        return ReadHeader(path, options, rows);
    }

    private static CsvHeader ReadHeader(string path, CsvSourceOptions options, CsvRows rows) => rows.Next() switch
    {
        null => throw new InvalidDataException($"The table '{path}' is empty; its first row names the columns."),
        { Fault: { } fault } => throw new InvalidDataException($"The header of '{path}' cannot be read. {fault}"),
        { Cells: var cells } => new CsvHeader(path, cells, options),
    };

    private static string ImageFolder(string path, CsvSourceOptions options) => options.ImageFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static IEnumerable<Product> Enumerate(string path, CsvSourceOptions options, Action<RejectedRow> onRejected)
    {
        using var rows = new CsvRows(path, options.Delimiter);
        var header = ReadHeader(path, options, rows);
        var images = new ImageResolver(ImageFolder(path, options));
        for (var rowNumber = 1; rows.Next() is { } row; rowNumber++)
        {
            var (product, rejected) = ReadRow(rowNumber, row.Cells, row.Fault, header, images, options);
            if (product is not null) yield return product;
            else onRejected(rejected!);
        }
    }

    private static (Product?, RejectedRow?) ReadRow(int rowNumber, string[] cells, string? fault, CsvHeader header, ImageResolver images, CsvSourceOptions options)
    {
        if (fault is not null)
            return (null, new RejectedRow(rowNumber, null, fault));
        if (cells.Length != header.Columns.Count)
            return (null, new RejectedRow(rowNumber, null, $"The row has {cells.Length} cells; the header has {header.Columns.Count} columns."));

        var fields = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < cells.Length; i++)
            fields[header.Columns[i]] = string.IsNullOrWhiteSpace(cells[i]) ? null : cells[i];
        var code = (header.CodeColumn is { } codeColumn ? fields[codeColumn]?.Trim() : null) ?? rowNumber.ToString(CultureInfo.InvariantCulture);

        if (options.RequiredColumns.FirstOrDefault(column => fields[column] is null) is { } empty)
            return (null, new RejectedRow(rowNumber, code, $"The column '{empty}' is empty."));
        var cell = header.ImageColumn is { } imageColumn ? fields[imageColumn]?.Trim() : null;
        var (image, reason) = cell is null ? (null, $"The image column '{header.ImageColumn}' is empty.") : images.Resolve(cell);
        if (image is null && options.RequireImages)
            return (null, new RejectedRow(rowNumber, code, reason!));
        return (new Product(code, rowNumber, fields, image is null ? [] : [image]), null);
    }
}
