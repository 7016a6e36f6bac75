using PhiVisionML.Model.Configuration;

namespace PhiVisionML.Tests;

/// <summary>Network shapes for tests.</summary>
internal static class Configs
{
    /// <summary>The published models' shape (their RoPE factors aside).</summary>
    public static Phi3VisionConfig Published { get; } = new()
    {
        VocabSize = 32064,
        HiddenSize = 3072,
        IntermediateSize = 8192,
        NumHiddenLayers = 32,
        NumAttentionHeads = 32,
        NumKeyValueHeads = 32,
        MaxPositionEmbeddings = 131072,
        OriginalMaxPositionEmbeddings = 4096,
        RopeScaling = new RopeScalingConfig(Ones(48), Ones(48)),
    };

    /// <summary>A network that learns in milliseconds: crops of 56 px, 4 tokens each.</summary>
    public static Phi3VisionConfig Minute { get; } = new()
    {
        VocabSize = 512,
        HiddenSize = 32,
        IntermediateSize = 64,
        NumHiddenLayers = 2,
        NumAttentionHeads = 2,
        NumKeyValueHeads = 2,
        MaxPositionEmbeddings = 2048,
        OriginalMaxPositionEmbeddings = 1024,
        PadTokenId = 0,
        RopeScaling = new RopeScalingConfig(Ones(8), Ones(8)),
        Clip = new ClipVisionConfig { HiddenSize = 32, NumHiddenLayers = 2, NumAttentionHeads = 2, IntermediateSize = 64, ImageSize = 56, PatchSize = 14 },
    };

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
