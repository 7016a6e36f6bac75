namespace PhiVisionML.Model.Configuration;

/// <summary>
/// What <c>config.json</c> of Phi-3-vision-128k-instruct, Phi-3.5-vision-instruct and smaller models of the same architecture says.
/// Values that this implementation does not honour are refused by name.
/// </summary>
public sealed record Phi3VisionConfig
{
    internal const string PublishedTower = "openai/clip-vit-large-patch14-336";

    /// <summary>Rows of the embedding table and of <c>lm_head</c>.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Width of the decoder.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the decoder's MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Decoder layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>Query heads.</summary>
    public required int NumAttentionHeads { get; init; }

    /// <summary>Key and value heads; fewer than the query heads means that groups of queries share them.</summary>
    public required int NumKeyValueHeads { get; init; }

    /// <summary>Longest sequence in tokens.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Longest sequence in tokens that still uses the short RoPE factors.</summary>
    public required int OriginalMaxPositionEmbeddings { get; init; }

    /// <summary>Position scaling.</summary>
    public required RopeScalingConfig RopeScaling { get; init; }

    /// <summary>RoPE's base frequency.</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>Epsilon of the RMS norms.</summary>
    public double RmsNormEps { get; init; } = 1e-5;

    /// <summary>Spread of freshly initialised weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Token that begins a sequence.</summary>
    public int BosTokenId { get; init; } = 1;

    /// <summary>Token that pads; its embedding row is never trained. The published 3 leaves it out and means 32000.</summary>
    public int PadTokenId { get; init; } = 32000;

    /// <summary>The vision tower.</summary>
    public ClipVisionConfig Clip { get; init; } = new();

    /// <summary>Numbers a head works on.</summary>
    public int HeadDim => HiddenSize / NumAttentionHeads;

    /// <summary>Reads <c>config.json</c> in a model folder.</summary>
    /// <exception cref="ConfigException">A value is missing, contradictory or not supported.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Phi3VisionConfig FromFile(string path) => FromJson(File.ReadAllText(path), Path.GetFileName(path));

    /// <summary>Reads the text of a <c>config.json</c>.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <exception cref="ConfigException">A value is missing, contradictory or not supported.</exception>
    public static Phi3VisionConfig FromJson(string json, string name = "config.json")
    {
        var root = JsonSection.Parse(json, name);
        RefuseWhatIsNotHonoured(root);

        int heads = root.Int("num_attention_heads");
        int hidden = root.Int("hidden_size");
        if (heads <= 0 || hidden <= 0 || hidden % heads != 0 || hidden / heads % 2 != 0)
            throw new ConfigException($"{name}: hidden_size {hidden} must be an even multiple of num_attention_heads {heads}.");

        var config = new Phi3VisionConfig
        {
            VocabSize = root.Int("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = root.Int("intermediate_size"),
            NumHiddenLayers = root.Int("num_hidden_layers"),
            NumAttentionHeads = heads,
            NumKeyValueHeads = root.Int("num_key_value_heads", heads),
            MaxPositionEmbeddings = root.Int("max_position_embeddings"),
            OriginalMaxPositionEmbeddings = root.Int("original_max_position_embeddings"),
            RopeScaling = RopeScalingConfig.Read(root.Section("rope_scaling"), hidden / heads),
            RopeTheta = root.Double("rope_theta", 10000),
            RmsNormEps = root.Double("rms_norm_eps", 1e-5),
            InitializerRange = root.Double("initializer_range", 0.02),
            BosTokenId = root.Int("bos_token_id", 1),
            PadTokenId = root.Int("pad_token_id", 32000),
            Clip = ReadTower(root.Section("img_processor")),
        };
        config.Check(root, name);
        return config;
    }

    /// <summary>The text of a <c>config.json</c> that says the same.</summary>
    public string ToJson() => ConfigWriter.Write(this);

    /// <summary>The shape in one line.</summary>
    public override string ToString() => $"{NumHiddenLayers} layers of {HiddenSize}, {NumAttentionHeads} heads, vocabulary {VocabSize}; tower {Clip.NumHiddenLayers} layers of {Clip.HiddenSize}, {Clip.ImageSize} px / {Clip.PatchSize}";

    private static void RefuseWhatIsNotHonoured(JsonSection root)
    {
        root.Only("model_type", "phi3_v");
        root.Only("hidden_act", "silu");
        root.Only("tie_word_embeddings", "false");
        root.Only("attention_bias", "false");
        foreach (string dropout in new[] { "attention_dropout", "embd_pdrop", "resid_pdrop" })
            root.Only(dropout, "0.0", "0");
        root.Never("quantization_config", "load the unquantised checkpoint.");
        var embedding = root.Section("embd_layer");
        embedding.Only("embedding_cls", "image");
        embedding.Only("hd_transform_order", "sub_glb");
        embedding.Only("projection_cls", "mlp");
        embedding.Only("use_hd_transform", "true");
        embedding.Only("with_learnable_separator", "true");
    }

    private static ClipVisionConfig ReadTower(JsonSection section)
    {
        section.Only("name", "clip_vision_model");
        section.Only("layer_idx", "-2");
        section.Only("type_feature", "patch");
        ClipVisionConfig clip;
        if (section.Has("clip_config"))
        {
            clip = ClipVisionConfig.Read(section.Section("clip_config"));
        }
        else
        {
            section.Only("model_name", PublishedTower);
            clip = new ClipVisionConfig();
        }

        int width = section.Int("image_dim_out", clip.HiddenSize);
        if (width != clip.HiddenSize)
            throw new ConfigException($"{section.Path}: image_dim_out is {width}, but the tower's hidden_size is {clip.HiddenSize}; they must be equal.");
        int tokens = section.Int("num_img_tokens", clip.TokensPerSide * clip.TokensPerSide);
        if (tokens != clip.TokensPerSide * clip.TokensPerSide)
            throw new ConfigException($"{section.Path}: num_img_tokens is {tokens}, but a crop of {clip.ImageSize} px in patches of {clip.PatchSize} px gives {clip.TokensPerSide * clip.TokensPerSide}.");
        return clip;
    }

    private void Check(JsonSection root, string name)
    {
        if (VocabSize <= 0 || IntermediateSize <= 0 || NumHiddenLayers <= 0 || OriginalMaxPositionEmbeddings <= 0)
            throw new ConfigException($"{name}: vocab_size, intermediate_size, num_hidden_layers and original_max_position_embeddings must be positive.");
        if (NumKeyValueHeads <= 0 || NumAttentionHeads % NumKeyValueHeads != 0)
            throw new ConfigException($"{name}: num_attention_heads {NumAttentionHeads} is not a multiple of num_key_value_heads {NumKeyValueHeads}.");
        if (MaxPositionEmbeddings < OriginalMaxPositionEmbeddings)
            throw new ConfigException($"{name}: max_position_embeddings {MaxPositionEmbeddings} is below original_max_position_embeddings {OriginalMaxPositionEmbeddings}.");
        int window = root.Int("sliding_window", MaxPositionEmbeddings);
        if (window < MaxPositionEmbeddings)
            throw new ConfigException($"{name}: sliding_window is {window}, below max_position_embeddings {MaxPositionEmbeddings}; windowed attention is not supported.");
    }
}
