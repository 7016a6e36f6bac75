namespace PhiVisionML.Cli.TinyModel;

/// <summary>How the tiny model is made. The defaults are those of the one that ships.</summary>
/// <param name="OutputFolder">The model folder to write.</param>
internal sealed record TinyModelOptions(string OutputFolder)
{
    public long Seed { get; init; } = 1;

    public int Steps { get; init; } = 2000;

    public int BatchRows { get; init; } = 32;

    public double LearningRate { get; init; } = 1e-3;

    public int ValidationSteps { get; init; } = 200;

    public string? CheckpointFolder { get; init; }
}
