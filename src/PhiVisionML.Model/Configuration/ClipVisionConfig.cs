namespace PhiVisionML.Model.Configuration;

/// <summary>The CLIP vision tower's shape.</summary>
/// <remarks>
/// The published model hard-codes ViT-L/14-336 and its config.json has no such section; <c>img_processor.clip_config</c> is our
/// extension key, with transformers' names, that makes smaller towers possible.
/// </remarks>
public sealed record ClipVisionConfig
{
    /// <summary>Width of a patch's feature vector.</summary>
    public int HiddenSize { get; init; } = 1024;

    /// <summary>Encoder layers in the checkpoint. All but the last are run (the feature taken is <c>hidden_states[-2]</c>).</summary>
    public int NumHiddenLayers { get; init; } = 24;

    /// <summary>Attention heads.</summary>
    public int NumAttentionHeads { get; init; } = 16;

    /// <summary>Width of the MLP.</summary>
    public int IntermediateSize { get; init; } = 4096;

    /// <summary>Side of a crop in pixels.</summary>
    public int ImageSize { get; init; } = 336;

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 14;

    /// <summary>Epsilon of the layer norms.</summary>
    public double LayerNormEps { get; init; } = 1e-5;

    /// <summary>Patches along one side of a crop (24 in the published model).</summary>
    public int PatchesPerSide => ImageSize / PatchSize;

    /// <summary>Picture tokens along one side of a crop after the 2×2 merge (12 in the published model).</summary>
    public int TokensPerSide => PatchesPerSide / 2;

    /// <summary>Numbers a head works on.</summary>
    public int HeadDim => HiddenSize / NumAttentionHeads;

    internal static ClipVisionConfig Read(JsonSection section)
    {
        section.Only("hidden_act", "quick_gelu");
        section.Only("num_channels", "3");
        var config = new ClipVisionConfig
        {
            HiddenSize = section.Int("hidden_size"),
            NumHiddenLayers = section.Int("num_hidden_layers"),
            NumAttentionHeads = section.Int("num_attention_heads"),
            IntermediateSize = section.Int("intermediate_size"),
            ImageSize = section.Int("image_size"),
            PatchSize = section.Int("patch_size"),
            LayerNormEps = section.Double("layer_norm_eps", 1e-5),
        };
        config.Check(section.Path);
        return config;
    }

    private void Check(string path)
    {
        if (HiddenSize <= 0 || NumHiddenLayers < 2 || NumAttentionHeads <= 0 || IntermediateSize <= 0 || PatchSize <= 0)
            throw new ConfigException($"{path}: sizes must be positive, and num_hidden_layers at least 2 (the last layer is never run).");
        if (HiddenSize % NumAttentionHeads != 0)
            throw new ConfigException($"{path}: hidden_size {HiddenSize} is not a multiple of num_attention_heads {NumAttentionHeads}.");
        if (ImageSize % (2 * PatchSize) != 0)
            throw new ConfigException($"{path}: image_size {ImageSize} is not an even multiple of patch_size {PatchSize}; patches are merged two by two.");
    }
}
