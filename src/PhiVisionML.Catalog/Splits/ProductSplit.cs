using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Splits;

/// <summary>A catalog divided into products to train on, to validate with and to test with, no family being in two of them.</summary>
/// <remarks>
/// The division depends on the seed, the family names and their categories alone, not on the order of the rows: families are ordered
/// by a SHA-256 hash of seed and name, category by category, and taken from the front. The rounding left over in one category carries over to the next,
/// so that the whole meets the fractions. A category of one family trains; one of two or more always has a test family
/// if there is a test fraction, and always keeps a family to train on. A family with more than twice the rows of the larger held-out part
/// is the last to be held out: it would be the whole test.
/// </remarks>
public sealed class ProductSplit
{
    private ProductSplit(IReadOnlyList<Product> products, IReadOnlyList<SplitPart> parts, IReadOnlyList<SplitCount> counts)
    {
        Parts = parts;
        Counts = counts;
        Train = Pick(SplitPart.Train);
        Validation = Pick(SplitPart.Validation);
        Test = Pick(SplitPart.Test);

        Product[] Pick(SplitPart part) => [.. products.Where((_, i) => parts[i] == part)];
    }

    /// <summary>The part of each product, in the order given, those left out by <see cref="FromColumn"/> not counted.</summary>
    public IReadOnlyList<SplitPart> Parts { get; }

    /// <summary>The products to train on, in the order given.</summary>
    public IReadOnlyList<Product> Train { get; }

    /// <summary>The products to validate with, in the order given.</summary>
    public IReadOnlyList<Product> Validation { get; }

    /// <summary>The products to test with, in the order given.</summary>
    public IReadOnlyList<Product> Test { get; }

    /// <summary>The families of each category in each part, in ordinal order of the category.</summary>
    public IReadOnlyList<SplitCount> Counts { get; }

    /// <summary>Divides a catalog by the families that its column names.</summary>
    /// <param name="products">The products.</param>
    /// <param name="options">Fractions, seed and columns.</param>
    /// <exception cref="ArgumentException">A fraction is out of range, or no product has the family or category column.</exception>
    public static ProductSplit Create(IReadOnlyList<Product> products, ProductSplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(options);
        return Create(products, [.. products.Select(product => Family(product, options))], options);
    }

    /// <summary>Divides a catalog by families that were found.</summary>
    /// <param name="products">The products.</param>
    /// <param name="families">The family of each, as <see cref="ProductFamilies.Names"/> has them.</param>
    /// <param name="options">Fractions, seed and the column of categories; its column of families says nothing here.</param>
    /// <exception cref="ArgumentException">A fraction is out of range, no product has a column, or there are more or fewer families than products.</exception>
    public static ProductSplit Create(IReadOnlyList<Product> products, IReadOnlyList<string> families, ProductSplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(families);
        ArgumentNullException.ThrowIfNull(options);
        if (families.Count != products.Count) throw new ArgumentException($"There are {families.Count} families for {products.Count} products; give one for each product.", nameof(families));
        options.Validate();
        RequireColumn(products, options.FamilyColumn);
        RequireColumn(products, options.CategoryColumn);

        var rowsOf = products.Zip(families).ToLookup(pair => pair.Second, pair => pair.First, StringComparer.Ordinal);
        var mostRows = 2 * Math.Max(options.ValidationFraction, options.TestFraction) * products.Count;
        var categories = rowsOf
            .GroupBy(family => Category(family, options), family => family.Key, StringComparer.Ordinal)
            .OrderBy(category => category.Key, StringComparer.Ordinal);

        var allotment = new FractionAllotment(options);
        var partOf = new Dictionary<string, SplitPart>(StringComparer.Ordinal);
        var counts = new List<SplitCount>();
        foreach (var category in categories)
        {
            var shuffled = category.OrderBy(family => rowsOf[family].Count() > mostRows).ThenBy(family => Rank(options.Seed, family)).ThenBy(family => family, StringComparer.Ordinal).ToArray();
            var (validation, test) = allotment.Take(shuffled.Length);
            for (var i = 0; i < shuffled.Length; i++)
                partOf[shuffled[i]] = i < test ? SplitPart.Test : i < test + validation ? SplitPart.Validation : SplitPart.Train;
            counts.Add(new SplitCount(category.Key, shuffled.Length - validation - test, validation, test));
        }

        return new ProductSplit(products, [.. families.Select(family => partOf[family])], counts);
    }

    /// <summary>Takes the division that a column gives. Products whose cell is empty are in no part and left out.</summary>
    /// <param name="products">The products.</param>
    /// <param name="column">The column, whose cells say train, validation (valid, val, dev) or test.</param>
    /// <param name="options">The columns of families and categories, for <see cref="Counts"/>; its fractions and seed say nothing here.</param>
    /// <exception cref="ArgumentException">No product has a column, or a cell says something else.</exception>
    public static ProductSplit FromColumn(IReadOnlyList<Product> products, string column, ProductSplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(options);
        RequireColumn(products, column);
        RequireColumn(products, options.FamilyColumn);
        RequireColumn(products, options.CategoryColumn);
        Product[] divided = [.. products.Where(product => GivenSplit.PartOf(product, column) is not null)];
        SplitPart[] parts = [.. divided.Select(product => GivenSplit.PartOf(product, column)!.Value)];
        var counts = divided.Zip(parts)
            .GroupBy(row => Cell(row.First, options.CategoryColumn), StringComparer.Ordinal)
            .OrderBy(category => category.Key, StringComparer.Ordinal)
            .Select(category => new SplitCount(category.Key, Families(category, SplitPart.Train), Families(category, SplitPart.Validation), Families(category, SplitPart.Test)));
        return new ProductSplit(divided, parts, [.. counts]);

        int Families(IEnumerable<(Product First, SplitPart Second)> rows, SplitPart part) =>
            rows.Where(row => row.Second == part).Select(row => Family(row.First, options)).Distinct(StringComparer.Ordinal).Count();
    }

    private static void RequireColumn(IReadOnlyList<Product> products, string? column)
    {
        if (column is not null && products.Count > 0 && !products.Any(product => product.Fields.ContainsKey(column)))
            throw new ArgumentException($"None of the {products.Count} products has the column '{column}'; the first one has {string.Join(", ", products[0].Fields.Keys)}.");
    }

    private static string Family(Product product, ProductSplitOptions options) =>
        Cell(product, options.FamilyColumn) is { Length: > 0 } family ? family : WhiteSpace.Fold(product.ProductCode);

    /// <summary>The category of most of the family's products; of equally many, the first in ordinal order.</summary>
    private static string Category(IEnumerable<Product> family, ProductSplitOptions options) => family
        .GroupBy(product => Cell(product, options.CategoryColumn), StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .First().Key;

    private static string Cell(Product product, string? column) =>
        column is null ? "" : WhiteSpace.Fold(product.Fields.GetValueOrDefault(column) ?? "");

    private static ulong Rank(int seed, string family)
    {
        var key = Encoding.UTF8.GetBytes(seed.ToString(CultureInfo.InvariantCulture) + "\n" + family);
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(key));
    }
}
