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
    /// <param name="familyColumn">The column of families; null for none.</param>
    /// <param name="reporter">Told what is left out.</param>
    public static IReadOnlyList<Product> Beside(IReadOnlyList<Product> corrections, ProductSplit split, string? familyColumn, Reporter reporter)
    {
        Product[] held = [.. split.Validation, .. split.Test];
        var codes = held.Select(product => product.ProductCode).ToHashSet(StringComparer.Ordinal);
        var families = held.Select(Family).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var pictures = held.Select(Picture).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Product[] usable = [.. corrections.Where(product => !codes.Contains(product.ProductCode) && !(Family(product) is { } family && families.Contains(family)) && !(Picture(product) is { } picture && pictures.Contains(picture)))];
        reporter.Line($"{usable.Length} corrections to learn{(usable.Length < corrections.Count ? $"; {corrections.Count - usable.Length} are left out, for their product or picture is held out" : "")}.");
        return usable;

        string? Family(Product product) => familyColumn is null ? null : product.Fields.GetValueOrDefault(familyColumn);
    }

    private static string? Picture(Product product) => product.ImagePaths.Count == 0 ? null : PictureReader.Read(product.ImagePaths[0]).Sha256;
}
