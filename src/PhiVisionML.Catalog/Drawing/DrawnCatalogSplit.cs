namespace PhiVisionML.Catalog.Drawing;

/// <summary>Which families of a drawn catalog are in which split, and which products may be there.</summary>
internal sealed class DrawnCatalogSplit
{
    private const long Stream = 0x53706C69;

    private static readonly int Patterns = Enum.GetValues<ProductPattern>().Length;

    private readonly DrawnCatalogOptions _options;
    private readonly string[] _splitOfNumber;

    public DrawnCatalogSplit(DrawnCatalogOptions options)
    {
        _options = options;
        int kinds = Enum.GetValues<ProductKind>().Length;
        int numbers = options.Categories * (options.Variants > 1 ? Patterns * (DrawnProduct.MaxStars + 1) : DrawnProduct.Combinations / kinds);
        int test = (int)Math.Ceiling(options.TestShare * numbers);
        int validation = options.ValidationShare > 0
            ? Math.Max(1, (int)Math.Ceiling((options.TestShare + options.ValidationShare) * numbers) - test)
            : 0;
        int[] order = [.. Enumerable.Range(0, numbers).OrderBy(number => SplitMix64.Derive(options.Seed ^ Stream, number))];
        _splitOfNumber = new string[numbers];
        for (int place = 0; place < numbers; place++)
        {
            _splitOfNumber[order[place]] = place < test ? DrawnCatalogRow.Test
                : place < test + validation ? DrawnCatalogRow.Validation
                : DrawnCatalogRow.Train;
        }
    }

    /// <summary>The split of a family: each is spread evenly over the catalog.</summary>
    public string Of(int family)
    {
        if (IsTurn(family, _options.TestShare))
            return DrawnCatalogRow.Test;
        int others = family - (int)Math.Floor(family * _options.TestShare);
        return IsTurn(others, _options.ValidationShare / (1 - _options.TestShare)) ? DrawnCatalogRow.Validation : DrawnCatalogRow.Train;
    }

    /// <summary>Whether a product may be in a split.</summary>
    public bool Allows(DrawnProduct product, string split) =>
        (int)product.Kind < _options.Categories && (!_options.DisjointCombinations || _splitOfNumber[Number(product)] == split);

    // Variants differ in colour, so that a family stays together only where colours are not told apart.
    private int Number(DrawnProduct product) => _options.Variants > 1
        ? ((((int)product.Kind * Patterns) + (int)product.Pattern) * (DrawnProduct.MaxStars + 1)) + product.Stars
        : product.Combination;

    // Number n has its turn when n × share passes a whole number.
    private static bool IsTurn(int number, double share) => Math.Floor((number + 1) * share) > Math.Floor(number * share);
}
