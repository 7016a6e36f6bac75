using PhiVisionML.Catalog;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Splits;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>Reviewed rows that are trained on beside a split table.</summary>
internal static class Corrections
{
    /// <summary>Leaves out those that would tell what the held-out rows are: their product code, family or picture is there, too.</summary>
    /// <param name="corrections">The reviewed rows.</param>
    /// <param name="split">The split.</param>
    /// <param name="table">All products of the split table: their families are known by their codes.</param>
    /// <param name="familyColumn">The column of families; null for none.</param>
    /// <param name="reporter">Told what is left out.</param>
    public static IReadOnlyList<Product> Beside(IReadOnlyList<Product> corrections, ProductSplit split, IReadOnlyList<Product> table, string? familyColumn, Reporter reporter)
    {
        Product[] held = [.. split.Validation, .. split.Test];
        var known = table.Where(product => familyColumn is not null).DistinctBy(product => product.ProductCode).ToDictionary(product => product.ProductCode, product => product.Fields.GetValueOrDefault(familyColumn!), StringComparer.Ordinal);
        var codes = held.Select(product => product.ProductCode).ToHashSet(StringComparer.Ordinal);
        var families = held.Select(Family).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var pictures = held.SelectMany(Pictures).ToHashSet(StringComparer.Ordinal);
        Product[] usable = [.. corrections.Where(product => !codes.Contains(product.ProductCode) && !(Family(product) is { } family && families.Contains(family)) && !Pictures(product).Any(pictures.Contains))];
        reporter.Line($"{usable.Length} corrections to learn{(usable.Length < corrections.Count ? $"; {corrections.Count - usable.Length} are left out, for their product or picture is held out" : "")}.");
        return usable;

        string? Family(Product product) => familyColumn is null ? null : product.Fields.GetValueOrDefault(familyColumn) ?? known.GetValueOrDefault(product.ProductCode);
    }

    /// <summary>Corrections take the place of the rows that they correct.</summary>
    /// <param name="rows">The rows to learn.</param>
    /// <param name="corrections">What reviewers decided.</param>
    public static IReadOnlyList<Product> Into(IReadOnlyList<Product> rows, IReadOnlyList<Product> corrections)
    {
        var corrected = corrections.Select(product => product.ProductCode).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(product => !corrected.Contains(product.ProductCode)), .. corrections];
    }

    private static IEnumerable<string> Pictures(Product product) => product.ImagePaths.Select(path => PictureReader.Read(path).Sha256).OfType<string>();
}
