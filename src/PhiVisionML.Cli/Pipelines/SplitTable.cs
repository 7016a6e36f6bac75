using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Catalog.Splits;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>A table with a column that says what each row is for: all rows of its source, in their order.</summary>
internal sealed class SplitTable
{
    private readonly ProductTable _source;
    private readonly string[] _columns;

    public SplitTable(ProductTable source, string splitColumn)
    {
        _source = source;
        SplitColumn = splitColumn;
        FamilyColumn = Has("family") ? splitColumn + "_family" : "family";
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
        var products = _source.Products.Select((product, i) => (product.RowNumber, Cells: (IReadOnlyList<string?>)
            [.. _columns[..^3].Select(column => product.Fields.GetValueOrDefault(column)), parts[i]?.ToString().ToLowerInvariant(), families[i], reasons[i]]));
        var rejected = _source.Rejected.Select(row => (row.RowNumber, Cells: (IReadOnlyList<string?>)
            [.. Enumerable.Repeat<string?>(null, _columns.Length - 1), $"Row {row.RowNumber}{(row.ProductCode is null ? "" : $", {row.ProductCode},")} cannot be read: {row.Reason}"]));
        CsvProductSink.Write(path, _columns, products.Concat(rejected).OrderBy(row => row.RowNumber).Select(row => row.Cells));
    }

    /// <summary>Reads the rows of a written table, each with the pictures of the row of the source that it came from.</summary>
    public IReadOnlyList<Product> Reread(string path)
    {
        var images = _source.Products.ToLookup(product => product.RowNumber, product => product);
        int[] numbers = [.. _source.Products.Select(product => product.RowNumber).Concat(_source.Rejected.Select(row => row.RowNumber)).Order()];
        var written = CsvProductSource.ReadAll(path, new ProductSourceOptions { RequireImages = false }).Products;
        if (written.Count != numbers.Length)
            throw new InvalidDataException($"'{path}' has {written.Count} rows, and {numbers.Length} were written to it; was it changed meanwhile?");
        var place = new Dictionary<int, int>();
        return
        [
            .. written.Select((row, i) =>
            {
                // A row of the source may have given several products: they were written one after the other.
                int nth = place[numbers[i]] = place.GetValueOrDefault(numbers[i], -1) + 1;
                return images[numbers[i]].ElementAtOrDefault(nth) is { } source ? row with { ProductCode = source.ProductCode, RowNumber = source.RowNumber, ImagePaths = source.ImagePaths } : row;
            }),
        ];
    }
}
