using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Catalog.Splits;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>A table with a column that says what each row is for: all rows of its source, in their order.</summary>
internal sealed class SplitTable
{
    private readonly ProductTable _source;
    private readonly CatalogRows _rows;
    private readonly string[] _columns;

    /// <param name="source">The products.</param>
    /// <param name="rows">The rows that they come from, and the others of the file.</param>
    /// <param name="splitColumn">The column to write the parts into.</param>
    public SplitTable(ProductTable source, CatalogRows rows, string splitColumn)
    {
        (_source, _rows) = (source, rows);
        SplitColumn = splitColumn;
        FamilyColumn = Has("family") || splitColumn.Equals("family", StringComparison.OrdinalIgnoreCase) ? splitColumn + "_family" : "family";
        ReasonColumn = splitColumn + "_reason";
        string[] added = [SplitColumn, FamilyColumn, ReasonColumn];
        _columns = [.. source.Columns.Except(added, StringComparer.OrdinalIgnoreCase), .. added];
    }

    public string SplitColumn { get; }

    /// <summary>The column of the families that were found; a column <c>family</c> that is there stays as it is.</summary>
    public string FamilyColumn { get; }

    /// <summary>The column that says why a row is in no part.</summary>
    public string ReasonColumn { get; }

    public bool Has(string column) => _source.Columns.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="families">The family of each product.</param>
    /// <param name="parts">The part of each product; <c>null</c> for none.</param>
    /// <param name="reasons">Why a product is in no part.</param>
    public void Write(string path, IReadOnlyList<string> families, IReadOnlyList<SplitPart?> parts, IReadOnlyList<string?> reasons)
    {
        var places = _source.Products.Index().ToDictionary(product => product.Item.RowNumber, product => product.Index);
        var rejected = _source.Rejected.ToDictionary(row => row.RowNumber, row => $"The row cannot be used. {row.Reason}");
        CsvProductSink.Write(path, _columns, _rows.Read().Select(row => (IReadOnlyList<string?>)
        [
            .. _columns[..^3].Select(column => row.Fields.GetValueOrDefault(column)),
            .. places.TryGetValue(row.RowNumber, out int i)
                ? [parts[i]?.ToString().ToLowerInvariant(), families[i], reasons[i]]
                : new[] { null, null, rejected.GetValueOrDefault(row.RowNumber, "The row only adds a picture to others.") },
        ]));
    }

    /// <summary>Reads the rows of a written table, each with the pictures of the row of the source that it came from.</summary>
    public IReadOnlyList<Product> Reread(string path)
    {
        var sources = _source.Products.ToDictionary(product => product.RowNumber);
        int[] numbers = [.. _rows.Read().Select(row => row.RowNumber)];
        var written = CsvProductSource.ReadAll(path, new ProductSourceOptions { RequireImages = false }).Products;
        if (written.Count != numbers.Length)
            throw new InvalidDataException($"'{path}' has {written.Count} rows, and {numbers.Length} were written to it; was it changed meanwhile?");
        return
        [
            .. written.Zip(numbers, (row, number) => sources.GetValueOrDefault(number) is { } source
                ? row with { ProductCode = source.ProductCode, RowNumber = number, ImagePaths = source.ImagePaths } : row with { RowNumber = number }),
        ];
    }
}
