namespace PhiVisionML.Catalog.Sources;

/// <summary>A row of a source that gives no <see cref="Product"/>, and why.</summary>
/// <param name="RowNumber">The row of the source, the first one under the header being 1.</param>
/// <param name="ProductCode">The row's product code, if it could be read.</param>
/// <param name="Reason">A sentence for the catalog's owner.</param>
public sealed record RejectedRow(int RowNumber, string? ProductCode, string Reason);
