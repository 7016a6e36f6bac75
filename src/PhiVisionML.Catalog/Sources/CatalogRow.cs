namespace PhiVisionML.Catalog.Sources;

/// <summary>A row of a source, whether it gives a product or not.</summary>
/// <param name="RowNumber">The row of the source, the first one under the header being 1.</param>
/// <param name="Fields">Every cell by its column's name, as far as the row can be read; empty cells are <c>null</c>.</param>
/// <param name="Pictures">The addresses of the product's pictures as the cells hold them, none of them empty, and none twice.</param>
/// <param name="Fault">Why the row cannot be used, a sentence; <c>null</c> if it can.</param>
public sealed record CatalogRow(int RowNumber, IReadOnlyDictionary<string, string?> Fields, IReadOnlyList<string> Pictures, string? Fault);
