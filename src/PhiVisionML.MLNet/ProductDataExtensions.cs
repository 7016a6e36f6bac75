using Microsoft.ML;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.MLNet.Data;

namespace PhiVisionML.MLNet;

/// <summary>Product tables as data views.</summary>
public static class ProductDataExtensions
{
    /// <summary>The column with the path of a product's picture.</summary>
    public const string ImagePathColumnName = "ImagePath";

    /// <summary>The column with a product's code, or its row number where the table has none.</summary>
    public const string ProductCodeColumnName = "ProductCode";

    /// <summary>Makes a data view of a product table: each of its columns as text, <see cref="ProductCodeColumnName"/> and <see cref="ImagePathColumnName"/>.</summary>
    /// <param name="catalog">The context's data operations.</param>
    /// <param name="table">Products as <see cref="ProductSource"/> or <see cref="CsvProductSource"/> reads them.</param>
    /// <returns>A view that can be shuffled; empty cells are empty text.</returns>
    public static IDataView LoadFromProducts(this DataOperationsCatalog catalog, ProductTable table)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(table);
        return new ProductDataView(table.Columns, table.Products);
    }
}
