namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>A file of a repository at a commit.</summary>
/// <param name="Path">The name in the repository, folders separated by <c>/</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">The hash of its content.</param>
public sealed record RepositoryFile(string Path, long Size, ContentHash Hash)
{
    /// <summary>Refuses names that lead out of a folder, whichever separator a system knows.</summary>
    /// <exception cref="PullException">The name is refused.</exception>
    internal static void RequireSafe(string path)
    {
        if (path.Split('/', '\\').Any(part => part is "" or "." or "..") || path.Any(char.IsControl))
            throw new PullException($"The repository lists a file named '{Printable(path)}', which leads out of the folder or holds control characters. Nothing was fetched: such a repository is not to be trusted.");
    }

    private static string Printable(string path) => string.Concat(path.Select(letter => char.IsControl(letter) ? '?' : letter));
}
