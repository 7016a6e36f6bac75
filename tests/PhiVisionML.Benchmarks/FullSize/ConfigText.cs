using System.Text.Json;
using System.Text.Json.Nodes;
using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Images;

namespace PhiVisionML.Benchmarks.FullSize;

/// <summary>The texts of <c>config.json</c> and <c>preprocessor_config.json</c> for a network with the published tower.</summary>
internal static class ConfigText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary><c>config.json</c>.</summary>
    public static string Network(Phi3VisionConfig config) => new JsonObject
    {
        ["architectures"] = new JsonArray("Phi3VForCausalLM"),
        ["model_type"] = "phi3_v",
        ["torch_dtype"] = "bfloat16",
        ["hidden_act"] = "silu",
        ["tie_word_embeddings"] = false,
        ["vocab_size"] = config.VocabSize,
        ["hidden_size"] = config.HiddenSize,
        ["intermediate_size"] = config.IntermediateSize,
        ["num_hidden_layers"] = config.NumHiddenLayers,
        ["num_attention_heads"] = config.NumAttentionHeads,
        ["num_key_value_heads"] = config.NumKeyValueHeads,
        ["max_position_embeddings"] = config.MaxPositionEmbeddings,
        ["original_max_position_embeddings"] = config.OriginalMaxPositionEmbeddings,
        ["rope_theta"] = config.RopeTheta,
        ["rope_scaling"] = new JsonObject
        {
            ["type"] = "su",
            ["short_factor"] = Numbers(config.RopeScaling.ShortFactor),
            ["long_factor"] = Numbers(config.RopeScaling.LongFactor),
        },
        ["rms_norm_eps"] = config.RmsNormEps,
        ["initializer_range"] = config.InitializerRange,
        ["bos_token_id"] = config.BosTokenId,
        ["eos_token_id"] = 2,
        ["pad_token_id"] = config.PadTokenId,
        ["embd_layer"] = new JsonObject
        {
            ["embedding_cls"] = "image",
            ["hd_transform_order"] = "sub_glb",
            ["projection_cls"] = "mlp",
            ["use_hd_transform"] = true,
            ["with_learnable_separator"] = true,
        },
        ["img_processor"] = new JsonObject
        {
            ["name"] = "clip_vision_model",
            ["model_name"] = "openai/clip-vit-large-patch14-336",
            ["image_dim_out"] = config.Clip.HiddenSize,
            ["num_img_tokens"] = config.Clip.TokensPerSide * config.Clip.TokensPerSide,
        },
    }.ToJsonString(Indented);

    /// <summary><c>preprocessor_config.json</c>.</summary>
    public static string Preprocessor(ImageProcessorConfig config) => new JsonObject
    {
        ["image_processor_type"] = ImageProcessorConfig.SupportedType,
        ["num_crops"] = config.NumCrops,
        ["num_img_tokens"] = config.NumImgTokens,
        ["image_mean"] = Numbers([config.Mean.Red, config.Mean.Green, config.Mean.Blue]),
        ["image_std"] = Numbers([config.Std.Red, config.Std.Green, config.Std.Blue]),
    }.ToJsonString(Indented);

    private static JsonArray Numbers(IEnumerable<float> numbers) => [.. numbers.Select(n => JsonValue.Create(n))];
}
