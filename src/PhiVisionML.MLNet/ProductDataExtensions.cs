using Microsoft.ML;
using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.MLNet.Data;
using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet;

/// <summary>Products as data views, and back.</summary>
public static class ProductDataExtensions
{
    /// <summary>The column with the path of a product's picture.</summary>
    public const string ImagePathColumnName = "ImagePath";

    /// <summary>The column with a product's code, or its row number where the table has none.</summary>
    public const string ProductCodeColumnName = Product.CodeColumn;

    /// <summary>Makes a data view of a product table: each of its columns as text, <see cref="ProductCodeColumnName"/> and <see cref="ImagePathColumnName"/>.</summary>
    /// <param name="catalog">The context's data operations.</param>
    /// <param name="table">Products as <see cref="ProductSource"/> or <see cref="CsvProductSource"/> reads them.</param>
    /// <returns>A view that can be shuffled; empty cells are empty text.</returns>
    public static IDataView LoadFromProducts(this DataOperationsCatalog catalog, ProductTable table)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(table);
        return new ProductDataView(table.Columns, () => table.Products, table.Products.Count);
    }

    /// <summary>Makes a data view of a file of products, with the columns of <see cref="LoadFromProducts"/>. The file's columns are read at once, its rows whenever the view is read, never all together.</summary>
    /// <remarks>
    /// Each pass reads the file anew, which must stay as it is. A pass in random order holds the products in memory while it lasts;
    /// for less, shuffle with <c>ShuffleRows</c> and <c>shuffleSource: false</c>.
    /// </remarks>
    /// <param name="catalog">The context's data operations.</param>
    /// <param name="path">The file, of a format that <see cref="ProductSource"/> reads.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <param name="onRejected">Is told of each row that gives no product, in each pass; null says once in the context's log how many there are and what is wrong with the first.</param>
    /// <returns>A view that can be shuffled; empty cells are empty text. How many rows it has is not known beforehand.</returns>
    /// <inheritdoc cref="ProductSource.Read" path="/exception"/>
    public static IDataView LoadProductCatalog(this DataOperationsCatalog catalog, string path, ProductSourceOptions? options = null, Action<RejectedRow>? onRejected = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var rows = ProductSource.Open(path, options ?? new ProductSourceOptions());
        var rejected = new RejectedRows(MLNetInterop.GetEnvironment(catalog), path);
        return new ProductDataView(rows.Columns, () => onRejected is null ? rejected.Pass(rows) : rows.Read(onRejected), count: null);
    }

    /// <summary>Reads a data view back as products, row by row.</summary>
    /// <param name="catalog">The context's data operations.</param>
    /// <param name="data">
    /// Any view. Columns of text, numbers and truth values become fields, but for <see cref="ProductCodeColumnName"/> and <see cref="ImagePathColumnName"/>,
    /// which become the code (without them the row's number in the view) and the picture; hidden columns, pictures and vectors are left out.
    /// </param>
    /// <returns>The products, read while they are enumerated. Empty text and missing numbers are null.</returns>
    public static IEnumerable<Product> EnumerateProducts(this DataOperationsCatalog catalog, IDataView data)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        return ProductReader.Read(data);
    }
}
