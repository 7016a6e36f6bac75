namespace PhiVisionML.Training.Checkpoints;

/// <summary>The text part of a checkpoint, <c>state.json</c>.</summary>
/// <param name="State">Where the run stood.</param>
/// <param name="Fingerprint">Of which run.</param>
internal sealed record SavedRun(RunState State, IReadOnlyDictionary<string, string> Fingerprint);
