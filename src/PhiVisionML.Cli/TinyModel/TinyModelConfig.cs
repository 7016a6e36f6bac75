using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>The shape of the tiny model that ships: the published architecture, some 5.7 million parameters, pictures of 112 pixels.</summary>
internal static class TinyModelConfig
{
    public const int ImageSize = 112;

    private const int PatchSize = 14;
    private const int HeadDim = 64;
    private const int TokensPerCrop = ImageSize / PatchSize / 2 * (ImageSize / PatchSize / 2);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The text of config.json.</summary>
    /// <param name="vocabulary">Tokens of the tokenizer.</param>
    /// <param name="padTokenId">Its <c>&lt;|endoftext|&gt;</c>.</param>
    public static string Json(int vocabulary, int padTokenId) => new JsonObject
    {
        ["architectures"] = new JsonArray("Phi3VForCausalLM"),
        ["model_type"] = "phi3_v",
        ["hidden_act"] = "silu",
        ["hidden_size"] = 256,
        ["intermediate_size"] = 512,
        ["num_hidden_layers"] = 4,
        ["num_attention_heads"] = 256 / HeadDim,
        ["num_key_value_heads"] = 256 / HeadDim,
        ["vocab_size"] = vocabulary,
        ["max_position_embeddings"] = 4096,
        ["original_max_position_embeddings"] = 1024,
        ["rope_theta"] = 10000.0,
        ["rope_scaling"] = new JsonObject { ["type"] = "su", ["short_factor"] = Factors(1.0), ["long_factor"] = Factors(4.0) },
        ["rms_norm_eps"] = 1e-5,
        ["initializer_range"] = 0.02,
        ["tie_word_embeddings"] = false,
        ["sliding_window"] = 4096,
        ["bos_token_id"] = 1,
        ["eos_token_id"] = 2,
        ["pad_token_id"] = padTokenId,
        ["torch_dtype"] = "bfloat16",
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
            ["image_dim_out"] = 192,
            ["num_img_tokens"] = TokensPerCrop,
            ["clip_config"] = new JsonObject
            {
                ["hidden_size"] = 192,
                ["num_hidden_layers"] = 5,
                ["num_attention_heads"] = 6,
                ["intermediate_size"] = 768,
                ["image_size"] = ImageSize,
                ["patch_size"] = PatchSize,
                ["num_channels"] = 3,
                ["hidden_act"] = "quick_gelu",
                ["layer_norm_eps"] = 1e-5,
            },
        },
    }.ToJsonString(Indented);

    /// <summary>The text of preprocessor_config.json.</summary>
    public static string PreprocessorJson() => new JsonObject
    {
        ["image_processor_type"] = "Phi3VImageProcessor",
        ["num_crops"] = 1,
        ["num_img_tokens"] = TokensPerCrop,
        ["crop_size"] = ImageSize,
        ["image_mean"] = new JsonArray(0.48145466, 0.4578275, 0.40821073),
        ["image_std"] = new JsonArray(0.26862954, 0.26130258, 0.27577711),
    }.ToJsonString(Indented);

    // From 1 for the fastest turning pair to the given factor for the slowest.
    private static JsonArray Factors(double slowest)
        => new([.. Enumerable.Range(0, HeadDim / 2).Select(i => JsonValue.Create(Math.Round(1 + (slowest - 1) * i / (HeadDim / 2.0 - 1), 6)))]);
}
