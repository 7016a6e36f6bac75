using PhiVisionML.Catalog.Sources;
using PhiVisionML.Model;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>Gives every product another one's pictures: what is still told right then was not read from pictures.</summary>
internal static class SwappedPictures
{
    /// <summary>The same products in the same order; pictures go round one cycle in an order that follows from the seed, so nobody keeps their own.</summary>
    /// <exception cref="ArgumentException">There are fewer than two products.</exception>
    public static ProductTable Of(ProductTable table, long seed)
    {
        int count = table.Products.Count;
        if (count < 2)
            throw new ArgumentException($"Swapping pictures takes at least 2 products; there are {count}.", nameof(table));
        int[] cycle = SplitMix64.For(seed).Permutation(count);
        var products = table.Products.ToArray();
        for (int i = 0; i < count; i++)
            products[cycle[i]] = products[cycle[i]] with { ImagePaths = table.Products[cycle[(i + 1) % count]].ImagePaths };
        return table with { Products = products };
    }
}
