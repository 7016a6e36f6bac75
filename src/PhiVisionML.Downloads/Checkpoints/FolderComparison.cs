namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>Compares a folder with the published files.</summary>
/// <param name="folder">The folder.</param>
/// <param name="manifest">What was pulled into it.</param>
/// <param name="options">Whether hashes are computed and files replaced.</param>
internal sealed class FolderComparison(PullFolder folder, PullManifest manifest, PullOptions options)
{
    /// <summary>What the folder has of a file.</summary>
    /// <exception cref="PullException">It has another content, which no pull wrote, under that name.</exception>
    public PlannedFile Compare(RepositoryFile file, CancellationToken cancellation)
    {
        string path = folder.FileOf(file.Path);
        if (!File.Exists(path)) return Unfinished(file, FileState.Missing);
        var noted = manifest.Files.GetValueOrDefault(file.Path);
        bool isNoted = noted is not null && new FileInfo(path).Length == noted.Size;
        if (isNoted && noted!.Hash == file.Hash.Hex && !options.Verify) return new PlannedFile(file, FileState.Present, 0);
        var actual = file.Hash.Of(path, cancellation);
        if (actual == file.Hash) return new PlannedFile(file, FileState.Present, 0);
        if (options.Overwrite || isNoted && ContentHash.Parse(noted!.Hash).Of(path, cancellation).Hex == noted.Hash) return Unfinished(file, FileState.Outdated);
        throw new PullException($"'{path}' is not the published file (its hash is {actual}, the published one's {file.Hash}), and not as an earlier pull left it. Move it away, or replace it with --overwrite.");
    }

    private PlannedFile Unfinished(RepositoryFile file, FileState state)
    {
        long toFetch = ByteRange.Missing(PartialFile.PartsOf(folder, file), file.Size, long.MaxValue).Sum(part => part.Length);
        return new PlannedFile(file, toFetch < file.Size && state == FileState.Missing ? FileState.Partial : state, toFetch);
    }
}
