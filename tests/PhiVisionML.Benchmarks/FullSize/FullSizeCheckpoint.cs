using PhiVisionML.Model;
using PhiVisionML.Model.Images;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;

namespace PhiVisionML.Benchmarks.FullSize;

/// <summary>A model folder of the published shape with random weights.</summary>
internal static class FullSizeCheckpoint
{
    private const long Seed = 1;

    /// <summary>Writes configuration, tokenizer and weights (bf16, files of at most 5 GB; 8,293,242,880 bytes of weights at 32 layers).</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="layers">Decoder layers.</param>
    /// <param name="tokenizer">A tokenizer.json; null for the small one of the tests.</param>
    /// <returns>Bytes of weights.</returns>
    public static long Write(string folder, int layers, string? tokenizer = null)
    {
        var config = Configs.Published with { NumHiddenLayers = layers };
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJson());
        File.WriteAllText(Path.Combine(folder, "preprocessor_config.json"), new ImageProcessorConfig().ToJson());
        tokenizer ??= Path.Combine(AppContext.BaseDirectory, "Golden", "text", "small", "tokenizer.json");
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), File.ReadAllBytes(tokenizer));
        using var network = new Phi3Vision(config, new PooledRandomWeights(Seed));
        Checkpoint.Save(folder, network.Weights);
        return network.Weights.ParameterCount * sizeof(short);
    }
}
