using PhiVisionML.Model;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>Networks with random weights, made where they are measured.</summary>
internal static class RandomNetworks
{
    private const long Seed = 1;

    /// <summary>The published decoder with fewer layers and next to no vision tower.</summary>
    public static Phi3Vision Decoder(int layers, ScalarType dtype, Device device)
        => Build(Configs.Published with { NumHiddenLayers = layers, Clip = new ClipVisionConfig { NumHiddenLayers = 2 } }, dtype, device);

    /// <summary>The published vision tower and projector without a decoder layer.</summary>
    public static Phi3Vision Tower(ScalarType dtype, Device device) => Build(Configs.Published with { NumHiddenLayers = 0 }, dtype, device);

    /// <summary>The whole published network, with as many decoder layers as asked for.</summary>
    public static Phi3Vision Published(int layers, ScalarType dtype, Device device) => Build(Configs.Published with { NumHiddenLayers = layers }, dtype, device);

    /// <summary>The reference configuration "small": hidden 256, 4 layers, vocabulary 32064, tower 4 layers of 128.</summary>
    public static Phi3Vision Small(ScalarType dtype, Device device)
        => Build(Phi3VisionConfig.FromFile(Path.Combine(AppContext.BaseDirectory, "Golden", "network", "small", "config.json")), dtype, device);

    /// <summary>A network that takes milliseconds.</summary>
    public static Phi3Vision Minute() => Build(Configs.Minute, ScalarType.Float32, CPU);

    private static Phi3Vision Build(Phi3VisionConfig config, ScalarType dtype, Device device) => new(config, new RandomWeights(Seed, config.InitializerRange, dtype, device));
}
