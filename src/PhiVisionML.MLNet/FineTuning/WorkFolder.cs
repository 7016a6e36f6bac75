namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Where a run keeps its rows, checkpoints and log: the user's folder, or one that goes when the run ends.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isTemporary;

    public WorkFolder(string? path, string temporaryFolder)
    {
        _isTemporary = path is null;
        _path = path ?? Path.Combine(temporaryFolder, $"phivision-training-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_path);
    }

    /// <summary>The rows of a run, as the network takes them.</summary>
    public string SamplesOf(string set) => Path.Combine(_path, set + ".samples");

    /// <summary>Null when nobody could come back to them.</summary>
    public string? Checkpoints => _isTemporary ? null : Path.Combine(_path, "checkpoints");

    /// <summary>Null when nobody could read it.</summary>
    public string? RunLog => _isTemporary ? null : Path.Combine(_path, "run.jsonl");

    public void Dispose()
    {
        if (_isTemporary)
            Directory.Delete(_path, recursive: true);
    }
}
