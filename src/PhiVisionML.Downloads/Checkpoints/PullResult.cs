namespace PhiVisionML.Downloads.Checkpoints;

/// <summary>What a pull did.</summary>
/// <param name="Plan">What it found and set out to do.</param>
/// <param name="FetchedBytes">Bytes that came over the network.</param>
/// <param name="Notices">What a user should know, a sentence each: files that arrived damaged, partial files of an older content, files that are no longer published.</param>
public sealed record PullResult(PullPlan Plan, long FetchedBytes, IReadOnlyList<string> Notices);
