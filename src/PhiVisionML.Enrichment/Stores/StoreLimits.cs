using System.Text;
using PhiVisionML.Enrichment.Stores.Storage;

namespace PhiVisionML.Enrichment.Stores;

/// <summary>What names may measure, in bytes of UTF-8; together they are keys of the database's indexes, which have no room for more.</summary>
public static class StoreLimits
{
    /// <summary>Most bytes of a SKU.</summary>
    public const int SkuBytes = 1500;

    /// <summary>Most bytes of a catalog's name, a field's, or a fingerprint.</summary>
    public const int NameBytes = 300;

    /// <summary>Why a SKU cannot be stored, as the end of a sentence that begins with it; <c>null</c> if it can.</summary>
    public static string? FaultOf(string sku)
    {
        ArgumentNullException.ThrowIfNull(sku);
        return Encoding.UTF8.GetByteCount(sku) is > SkuBytes and var bytes ? $"has {bytes} bytes; at most {SkuBytes} can be stored. Give the product a shorter one."
            : StorableText.Of(sku) != sku ? "has U+0000 or half of a surrogate pair in it, which cannot be stored. Give the product one of ordinary characters."
            : null;
    }

    internal static void CheckSku(string sku, int rowNumber)
    {
        if (FaultOf(sku) is { } fault)
            throw new ArgumentException(rowNumber > 0 ? $"The SKU in row {rowNumber} {fault}" : $"The SKU {fault}");
    }

    internal static void CheckName(string what, string name)
    {
        if (Encoding.UTF8.GetByteCount(name) is > NameBytes and var bytes)
            throw new ArgumentException($"The {what} '{name[..40]}…' has {bytes} bytes; at most {NameBytes} can be stored.");
    }
}
