using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Tests.Fakes;

public sealed class Product
{
    public int Id { get; set; }

    public string Path { get; set; } = "";

    public string Prompt { get; set; } = "";

    [VectorType(2)]
    public float[] Vector { get; set; } = [0, 0];
}
