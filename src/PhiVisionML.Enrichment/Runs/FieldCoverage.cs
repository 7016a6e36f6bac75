namespace PhiVisionML.Enrichment.Runs;

/// <summary>How many products have a value in a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Filled">Products with a value.</param>
/// <param name="Products">All of them.</param>
public sealed record FieldCoverage(string Field, int Filled, int Products)
{
    /// <summary>The share that has one, 0 to 1.</summary>
    public double Share => Products == 0 ? 0 : (double)Filled / Products;
}
