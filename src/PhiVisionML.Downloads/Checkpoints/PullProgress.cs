namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>How far a pull is.</summary>
/// <param name="File">The file that was worked on last.</param>
/// <param name="Checking">Whether that file is being compared with its hash, and not fetched.</param>
/// <param name="DoneBytes">Bytes of the checkpoint that are on the disk, those of earlier runs included.</param>
/// <param name="FetchedBytes">Bytes that came over the network in this run.</param>
/// <param name="TotalBytes">Bytes of the checkpoint.</param>
public sealed record PullProgress(string File, bool Checking, long DoneBytes, long FetchedBytes, long TotalBytes);
