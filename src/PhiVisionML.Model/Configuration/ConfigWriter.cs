using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhiVisionML.Model.Configuration;

/// <summary>Writes the text of a <c>config.json</c> that <see cref="Phi3VisionConfig.FromJson"/> reads back as it was.</summary>
internal static class ConfigWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(Phi3VisionConfig config) => new JsonObject
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
        ["img_processor"] = Tower(config.Clip),
    }.ToJsonString(Indented);

    private static JsonObject Tower(ClipVisionConfig clip)
    {
        var section = new JsonObject
        {
            ["name"] = "clip_vision_model",
            ["image_dim_out"] = clip.HiddenSize,
            ["num_img_tokens"] = clip.TokensPerSide * clip.TokensPerSide,
        };
        if (clip == new ClipVisionConfig())
        {
            section["model_name"] = Phi3VisionConfig.PublishedTower;
            return section;
        }

        section["clip_config"] = new JsonObject
        {
            ["hidden_size"] = clip.HiddenSize,
            ["num_hidden_layers"] = clip.NumHiddenLayers,
            ["num_attention_heads"] = clip.NumAttentionHeads,
            ["intermediate_size"] = clip.IntermediateSize,
            ["image_size"] = clip.ImageSize,
            ["patch_size"] = clip.PatchSize,
            ["num_channels"] = 3,
            ["hidden_act"] = "quick_gelu",
            ["layer_norm_eps"] = clip.LayerNormEps,
        };
        return section;
    }

    private static JsonArray Numbers(IEnumerable<float> numbers) => [.. numbers.Select(n => JsonValue.Create(n))];
}
