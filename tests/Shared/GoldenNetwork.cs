using System.Text.Json;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Weights;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Tests;

/// <summary>One reference configuration: its network with portable weights and its recorded numbers.</summary>
internal sealed class GoldenNetwork : IDisposable
{
    private static readonly Dictionary<string, (string Config, ulong Seed, bool Round)> Known = new()
    {
        ["tiny"] = ("tiny/config.json", 1001, false),
        ["tiny-long"] = ("tiny/config-long.json", 1001, false),
        ["tiny-gqa"] = ("tiny-gqa/config.json", 1002, false),
        ["small"] = ("small/config.json", 2001, true),
    };

    private readonly SafetensorsFile _expected;
    private readonly JsonDocument _forward;

    public GoldenNetwork(string name)
    {
        var (config, seed, round) = Known[name];
        Network = new Phi3Vision(Phi3VisionConfig.FromFile(GoldenFiles.Path("network", config)), new PortableWeights(seed, round));
        _expected = SafetensorsFile.Open(GoldenFiles.Path("network", name, "forward.safetensors"));
        _forward = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("network", name, "forward.json")));
    }

    public Phi3Vision Network { get; }

    public JsonElement Forward => _forward.RootElement;

    /// <summary>The ids of a case, runs unfolded.</summary>
    public static int[][] Ids(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray()
        .SelectMany(id => id.ValueKind == JsonValueKind.Array ? Enumerable.Repeat(id[0].GetInt32(), id[1].GetInt32()) : [id.GetInt32()]).ToArray())];

    /// <summary>A picture as the network takes it.</summary>
    public static PicturePixels Picture(string file, int numCrops)
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { NumCrops = numCrops });
        return PicturePixels.From(processor, processor.Process(PictureDecoder.DecodeFile(GoldenFiles.Path("images", file))));
    }

    /// <summary>The batch of a case, pictures included.</summary>
    public TokenBatch Batch(JsonElement test)
    {
        int[][] ids = Ids(test.GetProperty("ids_rle"));
        if (test.TryGetProperty("attention_mask", out var masks))
            ids = [.. ids.Zip(masks.EnumerateArray(), (row, mask) => row.Where((_, i) => mask[i].GetInt32() == 1).ToArray())];
        var pictures = test.GetProperty("images").ValueKind == JsonValueKind.Null ? [] : test.GetProperty("images").EnumerateArray()
            .Select(f => Picture(f.GetString()!, test.GetProperty("num_crops").GetInt32())).ToArray();
        return TokenBatch.PadLeft(ids, pictures, Network.Config.PadTokenId);
    }

    public bool HasLogits(string test) => _expected.Entries.Keys.Any(k => k.StartsWith(test + ".logits", StringComparison.Ordinal));

    /// <summary>Asserts the logits of a case, <c>[rows, columns, vocab]</c>, in whichever form the record keeps them; padding is left out.</summary>
    public void AssertLogits(string test, Tensor logits, IReadOnlyList<int> leftPadding, double tolerance)
    {
        for (int row = 0; row < leftPadding.Count; row++)
            logits[row].narrow(0, 0, leftPadding[row]).zero_();
        string full = $"{test}.logits";
        if (_expected.Entries.TryGetValue(full, out var entry))
        {
            long kept = _expected.Metadata.ContainsKey("every." + full) ? logits.size(1) : entry.Shape[1];
            AssertClose(full, logits.narrow(1, logits.size(1) - kept, kept), tolerance, leftPadding);
            return;
        }

        AssertClose($"{full}.last", logits.select(1, -1), tolerance);
        AssertClose($"{full}.cols97", logits.slice(2, 0, logits.size(2), 97), tolerance, leftPadding);
    }

    public void AssertCloseIfKept(string name, Func<Tensor> actual, double tolerance)
    {
        if (_expected.Entries.ContainsKey(name))
            AssertClose(name, actual(), tolerance);
    }

    /// <summary>Asserts that a tensor equals the recorded one; where the record was thinned, at the rows that it keeps.</summary>
    public void AssertClose(string name, Tensor actual, double tolerance, IReadOnlyList<int>? leftPadding = null)
    {
        using var scope = NewDisposeScope();
        var expected = _expected.View(name).clone();
        for (int row = 0; row < (leftPadding?.Count ?? 0); row++)
            expected[row].narrow(0, 0, leftPadding![row]).zero_();
        if (_expected.Metadata.TryGetValue("every." + name, out string? every))
            actual = actual.slice(actual.dim() - 2, 0, actual.size(-2), int.Parse(every, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected.shape, actual.shape);
        double difference = (actual.to_type(ScalarType.Float32) - expected.to_type(ScalarType.Float32)).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"{name}: largest difference {difference:E2}, allowed {tolerance:E2}.");
    }

    public void Dispose()
    {
        Network.Dispose();
        _expected.Dispose();
        _forward.Dispose();
    }
}
