using System.Text.Json;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Tests;

/// <summary>One reference configuration: its network with portable weights, its batches and its recorded numbers.</summary>
internal class GoldenRecord : IDisposable
{
    private static readonly Dictionary<string, (string Config, ulong Seed, bool Round)> Known = new()
    {
        ["tiny"] = ("tiny/config.json", 1001, false),
        ["tiny-long"] = ("tiny/config-long.json", 1001, false),
        ["tiny-gqa"] = ("tiny-gqa/config.json", 1002, false),
        ["small"] = ("small/config.json", 2001, true),
    };

    private readonly JsonDocument _forward;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="moved">Changes type or device of the portable weights; null leaves them.</param>
    public GoldenRecord(string name, Func<WeightSource, WeightSource>? moved = null)
    {
        var (config, seed, round) = Known[name];
        var weights = new PortableWeights(seed, round);
        Network = new Phi3Vision(Phi3VisionConfig.FromFile(GoldenFiles.Path("network", config)), moved is null ? weights : moved(weights));
        Numbers = SafetensorsFile.Open(GoldenFiles.Path("network", name, "forward.safetensors"));
        _forward = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("network", name, "forward.json")));
    }

    public static IEnumerable<string> Names => Known.Keys;

    public Phi3Vision Network { get; }

    public JsonElement Forward => _forward.RootElement;

    protected SafetensorsFile Numbers { get; }

    /// <summary>The ids of a case; runs are written as [id, count].</summary>
    public static int[][] Ids(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray()
        .SelectMany(id => id.ValueKind == JsonValueKind.Array ? Enumerable.Repeat(id[0].GetInt32(), id[1].GetInt32()) : [id.GetInt32()]).ToArray())];

    /// <summary>A picture as the network takes it.</summary>
    public static PicturePixels Picture(string file, int numCrops, Device? device = null)
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { NumCrops = numCrops });
        return PicturePixels.From(processor, processor.Process(PictureDecoder.DecodeFile(GoldenFiles.Path("images", file))), device);
    }

    /// <summary>The batch of a case, pictures included.</summary>
    public TokenBatch Batch(JsonElement test)
    {
        int[][] ids = Ids(test.GetProperty("ids_rle"));
        if (test.TryGetProperty("attention_mask", out var masks))
            ids = [.. ids.Zip(masks.EnumerateArray(), (row, mask) => row.Where((_, i) => mask[i].GetInt32() == 1).ToArray())];
        var pictures = test.GetProperty("images").ValueKind == JsonValueKind.Null ? [] : test.GetProperty("images").EnumerateArray()
            .Select(f => Picture(f.GetString()!, test.GetProperty("num_crops").GetInt32(), Network.Device)).ToArray();
        return TokenBatch.PadLeft(ids, pictures, Network.Config.PadTokenId);
    }

    /// <summary>Whether logits of a case were recorded.</summary>
    public bool HasLogits(string test) => Numbers.Entries.Keys.Any(k => k.StartsWith(test + ".logits", StringComparison.Ordinal));

    public void Dispose()
    {
        Network.Dispose();
        Numbers.Dispose();
        _forward.Dispose();
    }
}
