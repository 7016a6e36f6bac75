namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>What a pull would do.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Commit">The commit that the revision stands for.</param>
/// <param name="Folder">The folder's full path.</param>
/// <param name="Files">The files that the model needs.</param>
public sealed record PullPlan(string Repository, string Commit, string Folder, IReadOnlyList<PlannedFile> Files)
{
    /// <summary>Bytes of all files.</summary>
    public long TotalBytes => Files.Sum(planned => planned.File.Size);

    /// <summary>Bytes that are still to come.</summary>
    public long BytesToFetch => Files.Sum(planned => planned.BytesToFetch);
}
