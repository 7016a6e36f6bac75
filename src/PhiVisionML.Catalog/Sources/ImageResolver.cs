using System.Buffers;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Turns the image cell of a row into the full path of a file inside one folder.</summary>
internal sealed class ImageResolver(string folder)
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:?#&=+,");

    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
    private readonly string _inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;

    /// <summary>
    /// Looks for the cell's path below the folder, then for its file name alone: tables often name the folder in the cell, too.
    /// Of a web address the file name is taken. Backslashes separate folders, whatever the machine.
    /// </summary>
    /// <returns>The path, <c>null</c> if there is none.</returns>
    public string? Find(string cell)
    {
        if (PathOf(cell) is not { } path) return null;
        if (File.Exists(path)) return path;
        var besides = Path.Combine(_folder, Path.GetFileName(path));
        return besides != path && File.Exists(besides) ? besides : null;
    }

    /// <summary>Why <see cref="Find"/> found nothing.</summary>
    public string WhyNot(string cell) => HasNull(Relative(cell)) ? "The image path holds a null character."
        : PathOf(cell) is null ? $"The image path '{cell}' leads outside the image folder."
        : $"The image file '{cell}' does not exist in the image folder '{_folder}'.";

    /// <summary>The full path; <c>null</c> if that is no path inside the folder.</summary>
    private string? PathOf(string cell)
    {
        var relative = Relative(cell);
        if (HasNull(relative)) return null;
        var path = Path.GetFullPath(relative, _folder);
        return path.StartsWith(_inside, StringComparison.Ordinal) ? path : null;
    }

    private static string Relative(string cell) => FileNameOfUrl(cell) ?? cell.Replace('\\', '/');

    private static bool HasNull(string path) => path.Contains('\0', StringComparison.Ordinal);

    private static string? FileNameOfUrl(string cell)
    {
        if (!cell.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !cell.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return null;
        if (PlainFileName(cell) is { } name) return name;
        return Uri.TryCreate(cell, UriKind.Absolute, out var url) ? Path.GetFileName(url.LocalPath) : null;
    }

    /// <summary>The file name of an address without escapes, which is most of them; <c>null</c> for those that need to be parsed.</summary>
    private static string? PlainFileName(string cell)
    {
        if (cell.AsSpan().ContainsAnyExcept(PlainCharacters)) return null;
        var start = cell.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = cell.IndexOfAny(['?', '#']) is >= 0 and var found ? found : cell.Length;
        var slash = cell.LastIndexOf('/', end - 1);
        return slash > start && cell[(slash + 1)..end] is var name && name is not ("" or "." or "..") ? name : null;
    }
}
