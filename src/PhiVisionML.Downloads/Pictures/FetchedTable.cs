using PhiVisionML.Catalog.Sources;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>The table with the pictures' files: every row of the source, and why a picture is missing.</summary>
internal sealed class FetchedTable(CatalogRows source, Manifest manifest)
{
    public const string FileName = "catalog.csv";

    private const string ImageError = "image_error";

    /// <summary>Writes the table, row by row in the order of the source; it appears as a whole, or not at all.</summary>
    /// <param name="path">The target.</param>
    /// <param name="unfinished">The folder for the table while it is written.</param>
    /// <param name="hasSeveral">Whether rows have several pictures.</param>
    /// <param name="cancellation">Looked at between rows.</param>
    /// <returns>The number of rows, and of those with a picture.</returns>
    public (int Rows, int WithPicture) Write(string path, string unfinished, bool hasSeveral, CancellationToken cancellation)
    {
        string[] added = hasSeveral ? [CatalogRows.LocalImageColumn, CatalogRows.AdditionalImagesColumn, ImageError] : [CatalogRows.LocalImageColumn, ImageError];
        string[] own = [.. source.Columns.Except([CatalogRows.LocalImageColumn, CatalogRows.AdditionalImagesColumn, ImageError], StringComparer.OrdinalIgnoreCase)];
        var withPicture = 0;
        var rows = CsvProductSink.Write(path, [.. own, .. added], source.Read().Select(Cells), unfinished);
        return (rows, withPicture);

        IReadOnlyList<string?> Cells(CatalogRow row)
        {
            cancellation.ThrowIfCancellationRequested();
            var (files, error) = Pictures(row);
            if (files.Count > 0) withPicture++;
            var first = files.Count > 0 ? files[0] : null;
            string?[] pictures = hasSeveral ? [first, string.Join(',', files.Skip(1)), error] : [first, error];
            return [.. own.Select(column => row.Fields[column]), .. pictures];
        }
    }

    private (IReadOnlyList<string> Files, string? Error) Pictures(CatalogRow row)
    {
        if (row.Fault is not null) return ([], row.Fault);
        if (row.Pictures.Count == 0) return ([], $"The image column '{string.Join(", ", source.PictureColumns)}' is empty.");
        var outcomes = row.Pictures.Select(Outcome).ToList();
        var errors = outcomes.Select(outcome => outcome.Error).OfType<string>().ToList();
        return ([.. outcomes.Select(outcome => outcome.File).OfType<string>().Distinct(StringComparer.Ordinal)], errors.Count > 0 ? string.Join(' ', errors) : null);
    }

    private (string? File, string? Error) Outcome(string cell)
    {
        var (url, reason) = PictureAddress.Parse(cell);
        if (url is null) return (null, reason);
        if (manifest.Find(url) is not { } entry) return (null, $"'{url}' was not asked for, as the table was changed meanwhile; run the same again.");
        return (entry.File, entry.Error);
    }
}
