using Microsoft.ML.Data;

namespace PhiVisionML.MLNet.Tests.Fakes;

public sealed class Answered
{
    public int Id { get; set; }

    public string GeneratedText { get; set; } = "";

    public float Score { get; set; }

    public int TokenCount { get; set; }

    [VectorType(2)]
    public float[] Vector { get; set; } = [0, 0];
}
