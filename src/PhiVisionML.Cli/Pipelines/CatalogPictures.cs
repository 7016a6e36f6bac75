using System.Globalization;
using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Catalog.Sources;
using PhiVisionML.Cli.Output;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>The facts of a table's pictures.</summary>
internal static class CatalogPictures
{
    /// <summary>Reads every picture of the table once.</summary>
    /// <returns>The facts by path.</returns>
    public static Dictionary<string, PictureFacts> Read(ProductTable table, Reporter reporter, CancellationToken cancellation)
    {
        string[] paths = [.. table.Products.SelectMany(product => product.ImagePaths).Distinct(StringComparer.Ordinal)];
        return reporter.Track("Reading pictures", report => PictureReader
            .ReadAll(paths, new SynchronousProgress<int>(read => report((double)read / paths.Length, string.Create(CultureInfo.InvariantCulture, $"{read:N0} pictures"))), cancellation)
            .ToDictionary(facts => facts.Path, StringComparer.Ordinal));
    }
}
