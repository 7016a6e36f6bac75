using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.MLNet;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>The cells of a product that a prompt names.</summary>
internal static class ProductCells
{
    /// <summary>The text of a column; empty where the cell is.</summary>
    /// <exception cref="ProductRefusal">The product has no such column.</exception>
    public static string Cell(EnrichmentProduct product, string column)
    {
        if (product.Fields.TryGetValue(column, out string? exact))
            return exact ?? "";
        foreach (var (name, value) in product.Fields)
        {
            if (name.Equals(column, StringComparison.OrdinalIgnoreCase))
                return value ?? "";
        }

        return column == ProductDataExtensions.ProductCodeColumnName ? product.Sku
            : throw new ProductRefusal($"The model is asked with the column '{column}', which the product '{product.Sku}' does not have; it has {string.Join(", ", product.Fields.Keys)}.", isPermanent: true);
    }
}
