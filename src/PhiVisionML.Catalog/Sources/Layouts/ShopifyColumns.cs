namespace PhiVisionML.Catalog.Sources.Layouts;

/// <summary>What a product export of Shopify calls its columns: the names changed, and files with the old and the new ones are about.</summary>
/// <param name="Handle">Says which rows are one product.</param>
/// <param name="Sku">The variant's code.</param>
/// <param name="Price">The variant's price.</param>
/// <param name="Image">A picture of the product.</param>
/// <param name="VariantImage">The variant's own picture; not in every file.</param>
internal sealed record ShopifyColumns(string Handle, string Sku, string Price, string Image, string? VariantImage)
{
    /// <summary>Columns that begin so belong to a row, the others to the whole product.</summary>
    private static readonly string[] OwnOfRow =
    [
        "Variant ", "Image ", "Product image ", "SKU", "Barcode", "Price", "Compare At Price", "Compare-at price", "Cost per item", "Included /", "Unit Price ",
        "Charge tax", "Tax code", "Inventory ", "Continue selling ", "Weight ", "Requires shipping", "Fulfillment service",
    ];

    /// <summary>Finds the columns; <c>null</c> if the file is none of Shopify.</summary>
    public static ShopifyColumns? Find(IReadOnlyList<string> columns)
    {
        string? Named(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (columns.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
            return null;
        }

        return Named("Title") is not null
            && Named("Handle", "URL handle") is { } handle
            && Named("Variant SKU", "SKU") is { } sku
            && Named("Variant Price", "Price") is { } price
            && Named("Image Src", "Product image URL") is { } image
            ? new ShopifyColumns(handle, sku, price, image, Named("Variant Image", "Variant image URL"))
            : null;
    }

    /// <summary>Whether a column is of the variant or of the picture, not of the product.</summary>
    public static bool IsOwnOfRow(string column) =>
        OwnOfRow.Any(own => column.StartsWith(own, StringComparison.OrdinalIgnoreCase))
        || (column.StartsWith("Option", StringComparison.OrdinalIgnoreCase) && column.EndsWith(" Value", StringComparison.OrdinalIgnoreCase));
}
