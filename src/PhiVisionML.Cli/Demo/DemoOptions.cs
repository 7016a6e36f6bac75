namespace PhiVisionML.Cli.Demo;

/// <summary>The demo's size. The defaults fit three minutes on two cores.</summary>
/// <param name="OutputFolder">Gets catalog/, luma.zip, report.html and summary.json.</param>
/// <param name="BaseModelPath">The base to tune.</param>
internal sealed record DemoOptions(string OutputFolder, string BaseModelPath)
{
    public int Products { get; init; } = 720;

    public double TestShare { get; init; } = 0.15;

    public int Epochs { get; init; } = 6;

    public double LearningRate { get; init; } = 2e-3;

    public int Seed { get; init; } = 1;
}
