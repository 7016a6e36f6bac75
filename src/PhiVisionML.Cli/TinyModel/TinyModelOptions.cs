namespace PhiVisionML.Cli.TinyModel;

/// <summary>How the tiny model is made. The defaults are those of the one that ships.</summary>
/// <param name="OutputFolder">The model folder to write.</param>
internal sealed record TinyModelOptions(string OutputFolder)
{
    public long Seed { get; init; } = 1;

    /// <summary>Steps of the first stage, on the tower alone.</summary>
    public int TowerSteps { get; init; } = 1000;

    /// <summary>Steps of the second stage, on captions.</summary>
    public int Steps { get; init; } = 2000;

    public int BatchRows { get; init; } = 16;

    public double LearningRate { get; init; } = 1e-3;

    public int ValidationSteps { get; init; } = 250;

    public string? CheckpointFolder { get; init; }
}
