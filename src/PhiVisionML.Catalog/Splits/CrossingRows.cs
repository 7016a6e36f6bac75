namespace PhiVisionML.Catalog.Splits;

/// <summary>Rows that belong together and are in several parts of a split.</summary>
/// <param name="Name">What they have in common: a family, a product code, a title stem.</param>
/// <param name="Rows">Positions of the products, in ascending order.</param>
public sealed record CrossingRows(string Name, IReadOnlyList<int> Rows);
