namespace PhiVisionML.Catalog.Sources;

/// <summary>Turns the image cell of a row into the full path of a file inside one folder.</summary>
internal sealed class ImageResolver(string folder)
{
    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    private readonly string _inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;

    /// <summary>
    /// Looks for the cell's path below the folder, then for its file name alone: tables often name the folder in the cell, too.
    /// Of a web address the file name is taken. Backslashes separate folders, whatever the machine.
    /// </summary>
    /// <returns>The path, or the reason why there is none.</returns>
    public (string? Path, string? Reason) Resolve(string cell)
    {
        var relative = FileNameOfUrl(cell) ?? cell.Replace('\\', '/');
        if (relative.Contains('\0', StringComparison.Ordinal))
            return (null, "The image path holds a null character.");
        var path = Path.GetFullPath(relative, _folder);
        if (!path.StartsWith(_inside, StringComparison.Ordinal))
            return (null, $"The image path '{cell}' leads outside the image folder.");
        if (File.Exists(path)) return (path, null);
        var besides = Path.Combine(_folder, Path.GetFileName(path));
        return besides != path && File.Exists(besides) ? (besides, null) : (null, $"The image file '{cell}' does not exist in the image folder '{_folder}'.");
    }

    private static string? FileNameOfUrl(string cell) =>
        Uri.TryCreate(cell, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? Path.GetFileName(url.LocalPath)
            : null;
}
