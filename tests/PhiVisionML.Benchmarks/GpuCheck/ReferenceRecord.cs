using System.Globalization;
using System.Text.Json;
using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.GpuCheck;

/// <summary>One reference configuration with its recorded numbers: its network by the portable rule, its batches, its logits.</summary>
internal sealed class ReferenceRecord : IDisposable
{
    private static readonly Dictionary<string, (string Config, ulong Seed, bool Round)> Known = new()
    {
        ["tiny"] = ("tiny/config.json", 1001, false),
        ["tiny-long"] = ("tiny/config-long.json", 1001, false),
        ["tiny-gqa"] = ("tiny-gqa/config.json", 1002, false),
        ["small"] = ("small/config.json", 2001, true),
    };

    private const int EveryColumn = 97;

    private readonly SafetensorsFile _numbers;
    private readonly JsonDocument _forward;

    /// <summary>Builds the network.</summary>
    public ReferenceRecord(string name, ScalarType dtype, Device device)
    {
        var (config, seed, round) = Known[name];
        Network = new Phi3Vision(Phi3VisionConfig.FromFile(Golden("network", config)), new MovedWeights(new PortableWeights(seed, round), dtype, device));
        _numbers = SafetensorsFile.Open(Golden("network", name, "forward.safetensors"));
        _forward = JsonDocument.Parse(File.ReadAllText(Golden("network", name, "forward.json")));
    }

    /// <summary>The configurations.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The network.</summary>
    public Phi3Vision Network { get; }

    /// <summary>The cases whose logits were recorded.</summary>
    public IEnumerable<string> Cases => _forward.RootElement.GetProperty("cases").EnumerateObject().Select(c => c.Name)
        .Where(c => _numbers.Entries.Keys.Any(k => k.StartsWith($"{c}.logits", StringComparison.Ordinal)));

    /// <summary>The greedy continuations that were recorded with a cache and do not cross the original length (there the reference keeps stale keys).</summary>
    public IEnumerable<string> GreedyCases => _forward.RootElement.GetProperty("greedy").EnumerateObject().Select(c => c.Name).Where(StaysOnOneSide);

    /// <summary>How far the reference's own bfloat16 run is from its float32 run: largest and mean difference of the logits; null where it was not recorded.</summary>
    public (double Largest, double Mean)? BFloat16Spread(string test)
        => _forward.RootElement.GetProperty("tolerance").TryGetProperty(test, out var spread)
            ? (spread.GetProperty("max_abs_bf16_vs_f32").GetDouble(), spread.GetProperty("mean_abs_bf16_vs_f32").GetDouble())
            : null;

    /// <summary>The batch of a case, pictures included.</summary>
    public TokenBatch Batch(string test)
    {
        var record = _forward.RootElement.GetProperty("cases").GetProperty(test);
        int[][] ids = Unfold(record.GetProperty("ids_rle"));
        if (record.TryGetProperty("attention_mask", out var masks))
            ids = [.. ids.Zip(masks.EnumerateArray(), (row, mask) => row.Where((_, i) => mask[i].GetInt32() == 1).ToArray())];
        var pictures = record.GetProperty("images") is { ValueKind: JsonValueKind.Array } files
            ? files.EnumerateArray().Select(f => Picture(f.GetString()!, record.GetProperty("num_crops").GetInt32())).ToArray()
            : [];
        return TokenBatch.PadLeft(ids, pictures, Network.Config.PadTokenId);
    }

    /// <summary>The recorded tokens of a greedy case, and whether the reference was sure of each.</summary>
    public (int[][] Tokens, double SmallestGap) Greedy(string test)
    {
        var record = _forward.RootElement.GetProperty("greedy").GetProperty(test);
        return (Unfold(record.GetProperty("tokens")), record.GetProperty("smallest_gap_top1_top2").GetDouble());
    }

    /// <summary>Pairs the logits of a case, <c>[rows, columns, vocab]</c>, with those parts of the reference's that were recorded; padding is zero in both.</summary>
    public IEnumerable<(Tensor Actual, Tensor Expected)> Pairs(string test, Tensor logits, IReadOnlyList<int> leftPadding)
    {
        if (_numbers.Entries.ContainsKey($"{test}.logits"))
        {
            yield return Pair($"{test}.logits", logits, leftPadding);
            yield break;
        }

        yield return Pair($"{test}.logits.last", logits.select(1, -1), []);
        yield return Pair($"{test}.logits.cols97", logits, leftPadding);
    }

    /// <summary>Pairs the logits of a greedy continuation, <c>[rows, steps, vocab]</c>, with the recorded ones.</summary>
    public (Tensor Actual, Tensor Expected) GreedyPair(string test, Tensor logits) => Pair($"greedy.{test}.logits", logits, []);

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        _numbers.Dispose();
        _forward.Dispose();
    }

    // The record may hold every n-th position, the last positions only, or every 97th vocabulary entry.
    private (Tensor Actual, Tensor Expected) Pair(string name, Tensor logits, IReadOnlyList<int> leftPadding)
    {
        using var scope = NewDisposeScope();
        using var view = _numbers.View(name);
        var expected = view.to(ScalarType.Float32, copy: true);
        var actual = logits.to(ScalarType.Float32, CPU, copy: true);
        for (int row = 0; row < leftPadding.Count; row++)
            actual[row].narrow(0, 0, leftPadding[row]).zero_();
        if (expected.size(-1) < actual.size(-1))
            actual = actual.slice(-1, 0, actual.size(-1), EveryColumn);
        if (_numbers.Metadata.TryGetValue("every." + name, out string? every))
            actual = actual.slice(-2, 0, actual.size(-2), int.Parse(every, CultureInfo.InvariantCulture));
        else if (expected.size(-2) < actual.size(-2))
            actual = actual.narrow(-2, actual.size(-2) - expected.size(-2), expected.size(-2));
        for (int row = 0; row < leftPadding.Count; row++)
            expected[row].narrow(0, 0, leftPadding[row]).zero_();
        return (actual.MoveToOuterDisposeScope(), expected.MoveToOuterDisposeScope());
    }

    private bool StaysOnOneSide(string test)
    {
        int[][] ids = Unfold(_forward.RootElement.GetProperty("cases").GetProperty(test).GetProperty("ids_rle"));
        int prompt = ids[0].Length, steps = Greedy(test).Tokens[0].Length, original = Network.Config.OriginalMaxPositionEmbeddings;
        return prompt > original || prompt + steps <= original;
    }

    private static string Golden(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Golden", .. parts]);

    // Runs are written as [id, count].
    private static int[][] Unfold(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray()
        .SelectMany(id => id.ValueKind == JsonValueKind.Array ? Enumerable.Repeat(id[0].GetInt32(), id[1].GetInt32()) : [id.GetInt32()]).ToArray())];

    private PicturePixels Picture(string file, int numCrops)
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { NumCrops = numCrops });
        return PicturePixels.From(processor, processor.Process(PictureDecoder.DecodeFile(Golden("images", file))), Network.Device);
    }
}
