using PhiVisionML.Catalog;

namespace PhiVisionML.SemanticKernel.Catalogs;

/// <summary>The products that a <see cref="ProductCatalogPlugin"/> knows. Implement it over the shop's own database; calls come from several threads.</summary>
public interface IProductCatalog
{
    /// <summary>The product of that code.</summary>
    /// <param name="sku">What the shop calls the product; as an agent writes it, so anything.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The product; null if there is none.</returns>
    Task<Product?> FindAsync(string sku, CancellationToken cancellation);

    /// <summary>The products that fit some words best.</summary>
    /// <param name="query">The words; as an agent writes them, so anything.</param>
    /// <param name="top">Most products; at least 1.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The best first; empty if none fits.</returns>
    Task<IReadOnlyList<Product>> SearchAsync(string query, int top, CancellationToken cancellation);
}
