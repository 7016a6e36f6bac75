namespace PhiVisionML.Catalog.Sources;

/// <summary>A source read to its end.</summary>
/// <param name="Columns">The columns in the order of the header.</param>
/// <param name="Products">A product for each usable row, in the order of the source.</param>
/// <param name="Rejected">The other rows, in the order of the source.</param>
public sealed record ProductTable(IReadOnlyList<string> Columns, IReadOnlyList<Product> Products, IReadOnlyList<RejectedRow> Rejected);
