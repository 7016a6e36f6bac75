namespace PhiVisionML.Catalog.Splits;

/// <summary>Rows that are variants of one product, or show the same photo.</summary>
/// <param name="Name">The given name, the first in ordinal order of several; else the first of the rows' product codes.</param>
/// <param name="Rows">Positions of its products, in ascending order.</param>
public sealed record ProductFamily(string Name, IReadOnlyList<int> Rows);
