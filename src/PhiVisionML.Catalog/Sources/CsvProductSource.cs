using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Reads products from a table of comma-separated values (RFC 4180; UTF-8, or UTF-16 with a byte order mark), its columns taken as they are named.</summary>
/// <remarks>
/// Every row becomes either a <see cref="Product"/> or a <see cref="RejectedRow"/>; only blank lines are passed over. Column names are found whatever their letter case.
/// <see cref="ProductSource"/> reads other formats, too, and knows the columns of shops and feeds.
/// </remarks>
public static class CsvProductSource
{
    /// <summary>Reads row by row; the table is never held in memory.</summary>
    /// <param name="path">The table.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="onRejected">Is told of each row that gives no product, while the products are enumerated.</param>
    /// <returns>The products, read while they are enumerated; each enumeration opens the file anew.</returns>
    /// <exception cref="InvalidDataException">The table is empty, not UTF-8, names a column twice or lacks a column; the columns it has are listed.</exception>
    /// <exception cref="IOException">The table or the image folder does not exist.</exception>
    public static IEnumerable<Product> Read(string path, ProductSourceOptions options, Action<RejectedRow> onRejected)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onRejected);
        return Open(path, options).Read(onRejected);
    }

    /// <summary>Reads the whole table.</summary>
    /// <param name="path">The table.</param>
    /// <param name="options">How to read it.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static ProductTable ReadAll(string path, ProductSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(path, options).ReadAll();
    }

    private static ProductRows Open(string path, ProductSourceOptions options)
    {
        ProductRows.RequireFile(path);
        return new ProductRows(path, new CsvRowSource(path, options.Delimiter), options, _ => new PlainLayout());
    }
}
