using System.Text;

namespace PhiVisionML.Enrichment.Stores;

/// <summary>What names may measure, in bytes of UTF-8; together they are keys of the database's indexes, which have no room for more.</summary>
public static class StoreLimits
{
    /// <summary>Most bytes of a SKU.</summary>
    public const int SkuBytes = 1500;

    /// <summary>Most bytes of a catalog's name, a field's, or a fingerprint.</summary>
    public const int NameBytes = 300;

    /// <summary>Whether a product's SKU can be stored.</summary>
    public static bool IsSku(string sku) => Encoding.UTF8.GetByteCount(sku) <= SkuBytes;

    internal static void CheckSku(string sku, int rowNumber)
    {
        if (!IsSku(sku))
            throw new ArgumentException($"The SKU in row {rowNumber} has {Encoding.UTF8.GetByteCount(sku)} bytes; at most {SkuBytes} can be stored.");
    }

    internal static void CheckName(string what, string name)
    {
        if (Encoding.UTF8.GetByteCount(name) is > NameBytes and var bytes)
            throw new ArgumentException($"The {what} '{name[..40]}…' has {bytes} bytes; at most {NameBytes} can be stored.");
    }
}
