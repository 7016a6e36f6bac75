namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>What a folder has of a file.</summary>
public enum FileState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>Parts of it, which an interrupted pull left.</summary>
    Partial,

    /// <summary>Another content, which will be replaced.</summary>
    Outdated,

    /// <summary>The published content.</summary>
    Present,
}

/// <summary>A file of the checkpoint beside what the folder has of it.</summary>
/// <param name="File">The published file.</param>
/// <param name="State">What the folder has.</param>
/// <param name="BytesToFetch">What is still to come, in bytes.</param>
public sealed record PlannedFile(RepositoryFile File, FileState State, long BytesToFetch);
