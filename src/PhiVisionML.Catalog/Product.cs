namespace PhiVisionML.Catalog;

/// <summary>One product of a catalog, as plain data.</summary>
/// <param name="ProductCode">What the catalog calls the product; the row number where it has no name for it.</param>
/// <param name="RowNumber">The row of the source, the first one under the header being 1.</param>
/// <param name="Fields">Every cell by its column's name; empty cells are <c>null</c>.</param>
/// <param name="ImagePaths">Full paths of the product's pictures; empty if the source has none.</param>
public sealed record Product(string ProductCode, int RowNumber, IReadOnlyDictionary<string, string?> Fields, IReadOnlyList<string> ImagePaths)
{
    /// <summary>The column under which prompts name the product's code.</summary>
    public const string CodeColumn = "ProductCode";
}
