namespace PhiVisionML.Catalog.Splits;

/// <summary>How <see cref="ProductSplit"/> divides a catalog.</summary>
public sealed record ProductSplitOptions
{
    /// <summary>The seed of the draw. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The share of families kept for validation while training, at least 0. Default 0.1. Train gets what validation and test leave.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>The share of families kept for the final test, at least 0; together with validation below 1. Default 0.1.</summary>
    public double TestFraction { get; init; } = 0.1;

    /// <summary>The column that names a product's family (a model of which there are colours and sizes). Default <c>null</c>, and where a cell is empty: the product code.</summary>
    public string? FamilyColumn { get; init; }

    /// <summary>The column whose values are spread evenly over the parts. Default <c>null</c>: no column.</summary>
    public string? CategoryColumn { get; init; }

    internal void Validate()
    {
        if (!(ValidationFraction >= 0 && TestFraction >= 0 && ValidationFraction + TestFraction < 1))
            throw new ArgumentException(FormattableString.Invariant(
                $"The validation fraction {ValidationFraction} and test fraction {TestFraction} must not be negative and must leave something for training (sum below 1)."));
    }
}
