namespace PhiVisionML.Chat.Pictures;

/// <summary>Folders that files may be read from. A path counts where it really leads, symbolic links followed. Thread-safe.</summary>
/// <param name="folders">The folders; those below them count too.</param>
internal sealed class RealFolders(IEnumerable<string> folders)
{
    private readonly string[] _folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(RealPath.Of(Path.GetFullPath(folder))) + Path.DirectorySeparatorChar)];

    /// <summary>Where a path really leads; null if that is in none of the folders.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public string? Find(string path)
    {
        string real = _folders.Length == 0 ? "" : RealPath.Of(path);
        return _folders.Any(folder => real.StartsWith(folder, StringComparison.Ordinal)) ? real : null;
    }
}
