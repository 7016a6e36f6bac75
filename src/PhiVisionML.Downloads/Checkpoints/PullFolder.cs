using PhiVisionML.Downloads.Files;

namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>The folder of a pulled checkpoint: its files, and <c>.pull</c> with the list of them and what is unfinished.</summary>
/// <param name="path">The folder; it need not be there.</param>
public sealed class PullFolder(string path)
{
    /// <summary>The folder's full path.</summary>
    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>Whether a pull into it was begun and is not finished.</summary>
    public bool IsUnfinished => Directory.Exists(PartialFolder);

    internal string PartialFolder => Path.Combine(State, "partial");

    internal string ManifestFile => Path.Combine(State, "manifest.json");

    private string State => Path.Combine(Root, ".pull");

    internal string FileOf(string name) => Path.Combine(Root, name);

    internal string PartialOf(RepositoryFile file) => Path.Combine(PartialFolder, file.Path);

    internal string JournalOf(RepositoryFile file) => PartialOf(file) + ".ranges";

    /// <summary>Keeps other processes out until it is disposed; the system does that when a process dies.</summary>
    /// <exception cref="PullException">Another process is at work there.</exception>
    internal IDisposable Lock()
    {
        Directory.CreateDirectory(State);
        return FolderLock.TryTake(Path.Combine(State, "lock")) ?? throw new PullException($"Another process is pulling into '{Root}'. Wait for it, or end it, and try again.");
    }

    /// <summary>Marks the folder as unfinished until <see cref="Finish"/>.</summary>
    internal void Begin() => Directory.CreateDirectory(PartialFolder);

    internal void Finish()
    {
        if (IsUnfinished) Directory.Delete(PartialFolder, recursive: true);
    }

    /// <summary>Bytes that the disk of the folder has left.</summary>
    internal long FreeBytes()
    {
        string existing = Root;
        while (!Directory.Exists(existing)) existing = Path.GetDirectoryName(existing)!;
        return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(existing)! : existing).AvailableFreeSpace;
    }
}
