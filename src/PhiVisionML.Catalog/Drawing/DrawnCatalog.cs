using PhiVisionML.Catalog.Files;
using PhiVisionML.Catalog.Parallelism;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>A catalog of products of <see cref="LumaShop"/>, drawn, with a held-out part and, on request, with faults that are known.</summary>
public static class DrawnCatalog
{
    /// <summary>The name of the table in a catalog's folder.</summary>
    public const string TableName = "catalog.csv";

    /// <summary>The rows, made one at a time; the same options give the same rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static IEnumerable<DrawnCatalogRow> Rows(DrawnCatalogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new DrawnCatalogRows(options).Enumerate();
    }

    /// <summary>
    /// Writes <c>catalog.csv</c> and <c>images/*.jpg</c> (<c>images/000/*.jpg</c> above
    /// <see cref="DrawnCatalogOptions.MaxFlatProducts"/> rows) into <paramref name="folder"/>, which is made when
    /// absent. A table that is there is removed first and files of the same names are replaced; other files stay. The
    /// table appears as a whole after the last picture, so that a folder without one was not finished.
    /// </summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="options">What to write; the same options write the same bytes, whatever <see cref="DrawnCatalogOptions.Workers"/> is.</param>
    /// <param name="progress">Told the number of rows done, after each, on the thread that called.</param>
    /// <param name="cancellation">Looked at between pictures.</param>
    /// <returns>What was written. Rows are not kept: memory does not grow with their number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; there is no table, and the folder can be written to again.</exception>
    public static DrawnCatalogSummary Write(
        string folder, DrawnCatalogOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        IEnumerable<DrawnCatalogRow> rows = Rows(options);
        string table = Path.Combine(folder, TableName);
        Directory.CreateDirectory(folder);
        File.Delete(table);
        var summary = new DrawnCatalogSummary(0, 0, 0, 0, 0);
        AtomicFile.Write(table, stream => DrawnCatalogTable.Write(stream, options, Drawn()));
        return summary;

        IEnumerable<DrawnCatalogRow> Drawn()
        {
            foreach (DrawnCatalogRow row in OrderedWork.Done(WithFolders(folder, rows), Draw, options.Workers, cancellation))
            {
                yield return row;
                summary = summary.With(row);
                progress?.Report(summary.Rows);
            }
        }

        void Draw(DrawnCatalogRow row) => File.WriteAllBytes(Path.Combine(folder, row.LocalImagePath), DrawnPicture.Bytes(row, options));
    }

    /// <summary>Makes the folder of each picture before it is drawn.</summary>
    private static IEnumerable<DrawnCatalogRow> WithFolders(string folder, IEnumerable<DrawnCatalogRow> rows)
    {
        string made = "";
        foreach (DrawnCatalogRow row in rows)
        {
            string pictures = Path.GetDirectoryName(row.LocalImagePath)!;
            if (pictures != made)
                Directory.CreateDirectory(Path.Combine(folder, made = pictures));
            yield return row;
        }
    }
}
