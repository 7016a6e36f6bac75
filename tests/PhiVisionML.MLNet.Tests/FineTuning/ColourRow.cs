namespace PhiVisionML.MLNet.Tests.FineTuning;

/// <summary>A row to learn from.</summary>
public sealed class ColourRow
{
    public string Id { get; set; } = "";

    public string Path { get; set; } = "";

    public string Title { get; set; } = "";

    public string Category { get; set; } = "";

    public float Price { get; set; }
}
