using System.Text.Json;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Tests.Network;

public class RopeParityTests
{
    [Theory]
    [InlineData("tiny", "tiny/config.json")]
    [InlineData("tiny-long", "tiny/config-long.json")]
    public void Tables_equal_the_reference(string name, string config)
        => AssertTables(name, Phi3VisionConfig.FromFile(GoldenFiles.Path("network", config)));

    [Fact]
    public void Tables_of_the_published_model_equal_the_reference()
        => AssertTables("real", Phi3VisionConfig.FromFile(GoldenFiles.Shared("phi-3-vision", "128k-instruct", "config.json")));

    [Fact]
    public void Each_row_of_a_batch_chooses_its_own_factors()
    {
        using var scope = NewDisposeScope();
        var rotary = new RotaryEmbedding(Phi3VisionConfig.FromFile(GoldenFiles.Path("network", "tiny", "config-long.json")));
        var mixed = rotary.Tables([(0, 64), (0, 65)], 10, ScalarType.Float32, CPU).Cosine;
        var shortRow = rotary.Tables([(0, 64)], 10, ScalarType.Float32, CPU).Cosine;
        var longRow = rotary.Tables([(0, 65)], 10, ScalarType.Float32, CPU).Cosine;
        Assert.True(mixed[0].equal(shortRow[0]).all().item<bool>());
        Assert.True(mixed[1].equal(longRow[0]).all().item<bool>());
        Assert.False(shortRow.equal(longRow).all().item<bool>());
    }

    private static void AssertTables(string name, Phi3VisionConfig config)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(GoldenFiles.Path("network", "rope.safetensors"));
        using var json = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("network", "rope.json")));
        var rotary = new RotaryEmbedding(config);
        foreach (bool isLong in new[] { false, true })
        {
            string table = $"{name}.{(isLong ? "long" : "short")}";
            int length = isLong ? config.MaxPositionEmbeddings : config.OriginalMaxPositionEmbeddings;
            int index = 0;
            foreach (var item in json.RootElement.GetProperty(table).GetProperty("positions").EnumerateArray())
            {
                int position = item.GetInt32();
                double tolerance = position <= 4096 ? 1e-6 : 2e-2;
                var tables = rotary.Tables([(position, length)], 1, ScalarType.Float32, CPU);
                AssertClose(file.View($"{table}.cos")[index], tables.Cosine, tolerance);
                AssertClose(file.View($"{table}.sin")[index], tables.Sine, tolerance);
                index++;
            }
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        double difference = (expected - actual.reshape(-1)).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"Largest difference {difference:E2}, allowed {tolerance:E2}.");
    }
}
