using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Catalog.Splits;

/// <summary>The families of a catalog's products: what must not be divided between training and test.</summary>
/// <remarks>
/// Rows are of one family if they have the same given family or product code, or show the same photo (<see cref="NearDuplicate.IsSamePhoto"/>) whatever their titles;
/// and, of rows without a given family, if their titles have the same stem and a picture of each looks like one of the first row of the family,
/// so that a row of pictures each like the next cannot chain different designs together. Families do not depend on the order of the rows.
/// </remarks>
public sealed class ProductFamilies
{
    private ProductFamilies(IReadOnlyList<string> names, IReadOnlyList<ProductFamily> all)
    {
        Names = names;
        All = all;
    }

    /// <summary>The family of each product, by its position.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The families, the biggest first.</summary>
    public IReadOnlyList<ProductFamily> All { get; }

    /// <summary>Finds the families.</summary>
    /// <param name="products">The products.</param>
    /// <param name="pictures">The facts of their pictures by path; pictures that are missing in it count as unusable.</param>
    /// <param name="options">Columns, and when titles join.</param>
    /// <param name="cancellation">Looked at while comparing.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProductFamilies Find(
        IReadOnlyList<Product> products, IReadOnlyDictionary<string, PictureFacts> pictures, ProductFamilyOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(options);
        var sets = new DisjointSets(products.Count);
        string[] given = [.. products.Select(product => Given(product, options))];
        JoinEqual(products.Count, sets, i => given[i].Length > 0 ? given[i] : null);
        JoinEqual(products.Count, sets, i => WhiteSpace.Fold(products[i].ProductCode));
        JoinSamePhotos(products, pictures, sets, cancellation);
        if (options.TitleRule != TitleRule.Never)
            JoinTitles(products, pictures, given, options, sets, cancellation);
        return Named(products, given, sets);
    }

    private static string Given(Product product, ProductFamilyOptions options) =>
        options.FamilyColumn is null ? "" : WhiteSpace.Fold(product.Fields.GetValueOrDefault(options.FamilyColumn) ?? "");

    private static void JoinEqual(int count, DisjointSets sets, Func<int, string?> key)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            if (key(i) is { } value && !first.TryAdd(value, i)) sets.Join(first[value], i);
        }
    }

    private static void JoinSamePhotos(IReadOnlyList<Product> products, IReadOnlyDictionary<string, PictureFacts> pictures, DisjointSets sets, CancellationToken cancellation)
    {
        var shown = products.SelectMany((product, row) => product.ImagePaths.Select(path => (Row: row, Facts: pictures.GetValueOrDefault(path)))).Where(picture => picture.Facts is not null).ToArray();
        foreach (var group in NearDuplicateGroups.Find([.. shown.Select(picture => picture.Facts!)], cancellation))
        {
            foreach (int i in group.Skip(1)) sets.Join(shown[group[0]].Row, shown[i].Row);
        }
    }

    private static void JoinTitles(
        IReadOnlyList<Product> products, IReadOnlyDictionary<string, PictureFacts> pictures, string[] given, ProductFamilyOptions options, DisjointSets sets, CancellationToken cancellation)
    {
        var titled = Enumerable.Range(0, products.Count)
            .Where(i => given[i].Length == 0)
            .Select(i => (Row: i, Stem: TitleStem.Of(products[i].Fields.GetValueOrDefault(options.TitleColumn))))
            .Where(row => row.Stem is not null)
            .OrderBy(row => WhiteSpace.Fold(products[row.Row].ProductCode), StringComparer.Ordinal)
            .ThenBy(row => products[row.Row].ImagePaths is [var first, ..] ? first : null, StringComparer.Ordinal)
            .GroupBy(row => row.Stem!, row => row.Row, StringComparer.Ordinal);
        foreach (var stem in titled)
        {
            var leaders = new List<(int Row, PictureFingerprint[] Pictures)>();
            foreach (int row in stem)
            {
                cancellation.ThrowIfCancellationRequested();
                if (options.TitleRule == TitleRule.Always)
                {
                    sets.Join(stem.First(), row);
                    continue;
                }

                PictureFingerprint[] own = [.. products[row].ImagePaths.Select(path => pictures.GetValueOrDefault(path)?.Fingerprint).OfType<PictureFingerprint>()];
                int leader = leaders.FindIndex(other => other.Pictures.Any(theirs => own.Any(ours => NearDuplicate.LooksAlike(theirs, ours))));
                if (leader >= 0) sets.Join(leaders[leader].Row, row);
                else if (own.Length > 0) leaders.Add((row, own));
            }
        }
    }

    private static ProductFamilies Named(IReadOnlyList<Product> products, string[] given, DisjointSets sets)
    {
        var taken = given.ToHashSet(StringComparer.Ordinal);
        var names = new string[products.Count];
        var all = new List<ProductFamily>();
        foreach (var set in Enumerable.Range(0, products.Count).GroupBy(sets.Find))
        {
            string name = set.Select(i => given[i]).Where(text => text.Length > 0).Min(StringComparer.Ordinal)
                ?? set.Select(i => WhiteSpace.Fold(products[i].ProductCode)).Min(StringComparer.Ordinal)!;
            // A code that is also the name of another family.
            if (set.All(i => given[i].Length == 0)) while (taken.Contains(name)) name = $"product {name}";
            foreach (int row in set) names[row] = name;
            all.Add(new ProductFamily(name, [.. set]));
        }

        return new ProductFamilies(names, [.. all.OrderByDescending(family => family.Rows.Count).ThenBy(family => family.Name, StringComparer.Ordinal)]);
    }
}
