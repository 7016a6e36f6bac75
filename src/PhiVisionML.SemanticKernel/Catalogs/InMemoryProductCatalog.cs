using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.SemanticKernel.Catalogs;

/// <summary>
/// A catalog that is held in memory, such as <c>ProductSource.ReadAll(…).Products</c>, with full-text search over product codes and the texts
/// and choices of a template. Thread-safe.
/// </summary>
/// <remarks>
/// A product is found by any of the words, whatever their case, accents and (English) endings, and by their beginnings; those with more and
/// rarer ones come first, and the product whose code is the query before all. Of products with the same code the first is found by it.
/// </remarks>
public sealed class InMemoryProductCatalog : IProductCatalog, IDisposable
{
    private readonly IReadOnlyList<Product> _products;
    private readonly Dictionary<string, Product> _bySku = new(StringComparer.OrdinalIgnoreCase);
    private readonly TextIndex _index;

    /// <summary>Indexes the products.</summary>
    /// <param name="products">The products.</param>
    /// <param name="template">Says which columns are searched: its texts and choices.</param>
    public InMemoryProductCatalog(IReadOnlyList<Product> products, AnswerTemplate template)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(template);
        _products = products;
        foreach (var product in products)
            _bySku.TryAdd(product.ProductCode, product);
        string[] columns = [.. template.Fields.Where(field => !field.IsNumeric).Select(field => field.Name)];
        _index = new TextIndex(columns.Length + 1, products.Select(product => (IReadOnlyList<string?>)[product.ProductCode, .. columns.Select(column => product.Fields.GetValueOrDefault(column))]));
    }

    /// <inheritdoc/>
    public Task<Product?> FindAsync(string sku, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sku);
        return Task.FromResult(_bySku.GetValueOrDefault(sku.Trim()));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Product>> SearchAsync(string query, int top, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var named = _bySku.GetValueOrDefault(query.Trim());
        var found = _index.Search(query, top).Select(row => _products[row]);
        return Task.FromResult<IReadOnlyList<Product>>([.. (named is null ? found : found.Where(product => product != named).Prepend(named)).Take(top)]);
    }

    /// <summary>Lets go of the index.</summary>
    public void Dispose() => _index.Dispose();
}
