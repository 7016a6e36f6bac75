namespace PhiVisionML.Catalog.Splits;

/// <summary>How one category was divided, in families.</summary>
/// <param name="Category">The category, white space folded; empty for products without one.</param>
/// <param name="Train">Families to train on.</param>
/// <param name="Validation">Families to validate with.</param>
/// <param name="Test">Families to test with.</param>
public sealed record SplitCount(string Category, int Train, int Validation, int Test);
