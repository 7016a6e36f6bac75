using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>The shape of the tiny model that ships: the published architecture, some 5.7 million parameters, pictures of 112 pixels.</summary>
internal static class TinyModelConfig
{
    private const int HiddenSize = 256, HeadDim = 64;

    /// <summary>The tower.</summary>
    public static ClipVisionConfig Tower { get; } = new()
    {
        HiddenSize = 192,
        NumHiddenLayers = 5,
        NumAttentionHeads = 6,
        IntermediateSize = 768,
        ImageSize = 112,
    };

    /// <summary>How pictures are prepared: the whole picture once.</summary>
    public static ImageProcessorConfig Pictures { get; } = new()
    {
        NumCrops = 1,
        NumImgTokens = Tower.TokensPerSide * Tower.TokensPerSide,
        CropSize = Tower.ImageSize,
    };

    /// <summary>The network.</summary>
    /// <param name="vocabulary">Tokens of the tokenizer.</param>
    /// <param name="padTokenId">Its <c>&lt;|endoftext|&gt;</c>.</param>
    public static Phi3VisionConfig Network(int vocabulary, int padTokenId) => new()
    {
        VocabSize = vocabulary,
        HiddenSize = HiddenSize,
        IntermediateSize = 2 * HiddenSize,
        NumHiddenLayers = 4,
        NumAttentionHeads = HiddenSize / HeadDim,
        NumKeyValueHeads = HiddenSize / HeadDim,
        MaxPositionEmbeddings = 4096,
        OriginalMaxPositionEmbeddings = 1024,
        RopeScaling = new RopeScalingConfig(Factors(1), Factors(4)),
        PadTokenId = padTokenId,
        Clip = Tower,
    };

    // From 1 for the fastest turning pair to the given factor for the slowest.
    private static float[] Factors(double slowest)
        => [.. Enumerable.Range(0, HeadDim / 2).Select(i => (float)Math.Round(1 + (slowest - 1) * i / (HeadDim / 2.0 - 1), 6))];
}
