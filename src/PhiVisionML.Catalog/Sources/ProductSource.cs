using PhiVisionML.Catalog.Sources.Layouts;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Reads products from a file of any format that is known here.</summary>
/// <remarks>
/// <para>The extension says the format: tables (<c>.csv</c>, <c>.tsv</c>, <c>.txt</c>), JSON lines (<c>.jsonl</c>, <c>.ndjson</c>), feeds in RSS or Atom (<c>.xml</c>, <c>.rss</c>), <c>.parquet</c>.
/// A file with another extension is JSON lines if it begins with <c>{</c>, a feed if with <c>&lt;</c>, Parquet if with <c>PAR1</c>, else a table.</para>
/// <para>The columns say the layout, whatever the format. A product export of Shopify (Handle, Title, Variant SKU, Variant Price, Image Src; or URL handle, Title, SKU, Price, Product image URL) gives a product for each variant;
/// a Google Merchant Center feed (id, title, image_link) one for each row. Both get the fields <c>product_code</c>, <c>category3_code</c>, <c>full_price</c> and <c>family</c> beside their own,
/// the feed <c>currency_code</c>, too. Other columns mean what they are called, or what <see cref="ProductSourceOptions.ColumnMap"/> calls them.</para>
/// <para>Every row becomes a <see cref="Product"/> or a <see cref="RejectedRow"/>, or adds a picture to a product of Shopify. A product has those of its pictures that are in the image folder.
/// In JSON lines only picture columns may hold arrays, of texts. JSON lines and feeds are read once more beforehand, for the names of the columns, of which there may be 1000.
/// Of Parquet, one row group is in memory at a time; its columns of lists, structures and bytes are not read.</para>
/// </remarks>
public static class ProductSource
{
    /// <summary>Reads row by row; the file is never held in memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="onRejected">Is told of each row that gives no product, while the products are enumerated.</param>
    /// <returns>The products, read while they are enumerated; each enumeration opens the file anew.</returns>
    /// <exception cref="InvalidDataException">The file is empty, not UTF-8 (or UTF-16 with a byte order mark), damaged, not well-formed XML, names a column twice or lacks a column; the columns it has are listed.</exception>
    /// <exception cref="IOException">The file or the image folder does not exist.</exception>
    public static IEnumerable<Product> Read(string path, ProductSourceOptions options, Action<RejectedRow> onRejected)
    {
        ArgumentNullException.ThrowIfNull(onRejected);
        return Open(path, options).Read(onRejected);
    }

    /// <summary>Reads the whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static ProductTable ReadAll(string path, ProductSourceOptions options) => Open(path, options).ReadAll();

    /// <summary>Looks into a file for its columns and leaves its rows for later.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static ProductRows Open(string path, ProductSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProductRows.RequireFile(path);
        return new ProductRows(path, SourceFormat.Open(path, options), options, LayoutOf);
    }

    internal static ICatalogLayout LayoutOf(IReadOnlyList<string> columns) =>
        ShopifyLayout.Fits(columns) ? new ShopifyLayout(columns)
        : GoogleLayout.Fits(columns) ? new GoogleLayout(columns)
        : new PlainLayout();
}
