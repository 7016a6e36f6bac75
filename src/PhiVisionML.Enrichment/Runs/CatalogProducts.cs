using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Enrichment.Stores;

namespace PhiVisionML.Enrichment.Runs;

/// <summary>The products of a file, each with a code of its own that can be stored: two rows with one code would write over each other.</summary>
internal static class CatalogProducts
{
    public static IEnumerable<Product> Read(string path, ProductSourceOptions source, Action<RejectedRow> onRejected)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var product in ProductSource.Read(path, source, onRejected))
        {
            string? fault = StoreLimits.FaultOf(product.ProductCode) is { } reason ? $"The product code {reason}"
                : rows.TryAdd(product.ProductCode, product.RowNumber) ? null
                : $"The product code '{product.ProductCode}' is that of row {rows[product.ProductCode]}, too; give each product a code of its own.";
            if (fault is null)
                yield return product;
            else
                onRejected(new RejectedRow(product.RowNumber, product.ProductCode, fault));
        }
    }
}
