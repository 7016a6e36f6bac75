using PhiVisionML.Model.Configuration;
using PhiVisionML.Tests;
using Xunit;

namespace PhiVisionML.Model.Tests.Configuration;

public class Phi3VisionConfigTests
{
    private static string Tiny => File.ReadAllText(GoldenFiles.Path("network", "tiny", "config.json"));

    [Theory]
    [InlineData("128k-instruct", 32000)]
    [InlineData("3.5-instruct", 32000)]
    public void The_published_files_are_read(string model, int pad)
    {
        var config = Phi3VisionConfig.FromFile(GoldenFiles.Shared("phi-3-vision", model, "config.json"));
        Assert.Equal((32064, 3072, 8192, 32, 32, 32, 96), (config.VocabSize, config.HiddenSize, config.IntermediateSize, config.NumHiddenLayers, config.NumAttentionHeads, config.NumKeyValueHeads, config.HeadDim));
        Assert.Equal((131072, 4096, pad), (config.MaxPositionEmbeddings, config.OriginalMaxPositionEmbeddings, config.PadTokenId));
        Assert.Equal(new ClipVisionConfig(), config.Clip);
        Assert.Equal(48, config.RopeScaling.LongFactor.Count);
    }

    [Theory]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act", "gelu")]
    [InlineData("\"model_type\": \"phi3_v\"", "\"model_type\": \"llava\"", "model_type", "llava")]
    [InlineData("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", "tie_word_embeddings", "true")]
    [InlineData("\"attention_dropout\": 0.0", "\"attention_dropout\": 0.1", "attention_dropout", "0.1")]
    [InlineData("\"hd_transform_order\": \"sub_glb\"", "\"hd_transform_order\": \"glb_sub\"", "hd_transform_order", "glb_sub")]
    [InlineData("\"hidden_act\": \"quick_gelu\"", "\"hidden_act\": \"gelu\"", "hidden_act", "gelu")]
    [InlineData("\"type\": \"su\"", "\"type\": \"yarn\"", "type", "yarn")]
    [InlineData("\"use_cache\": true", "\"quantization_config\": {}", "quantization_config", "unquantised")]
    [InlineData("\"sliding_window\": 32768", "\"sliding_window\": 100", "sliding_window", "32768")]
    [InlineData("\"num_key_value_heads\": 4", "\"num_key_value_heads\": 3", "num_key_value_heads", "3")]
    [InlineData("\"image_size\": 336", "\"image_size\": 330", "image_size", "330")]
    [InlineData("\"num_img_tokens\": 144", "\"num_img_tokens\": 100", "num_img_tokens", "144")]
    [InlineData("\"vocab_size\": 512", "\"vocab_size\": \"many\"", "vocab_size", "many")]
    [InlineData("\"vocab_size\": 512,", "", "vocab_size", "missing")]
    public void What_is_not_supported_is_refused_by_name(string from, string to, params string[] parts)
    {
        Assert.Contains(from, Tiny, StringComparison.Ordinal);
        var error = Assert.Throws<ConfigException>(() => Phi3VisionConfig.FromJson(Tiny.Replace(from, to, StringComparison.Ordinal)));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("tiny-gqa")]
    [InlineData("small")]
    public void What_is_written_is_read_back_as_it_was(string name)
    {
        var config = Phi3VisionConfig.FromFile(GoldenFiles.Path("network", name, "config.json"));
        Assert.Equivalent(config, Phi3VisionConfig.FromJson(config.ToJson()), strict: true);
    }

    [Fact]
    public void The_published_tower_is_written_by_its_name()
    {
        var config = Phi3VisionConfig.FromJson(Tiny) with { Clip = new ClipVisionConfig() };
        string json = config.ToJson();
        Assert.DoesNotContain("clip_config", json, StringComparison.Ordinal);
        Assert.Equal(config.Clip, Phi3VisionConfig.FromJson(json).Clip);
    }

    [Fact]
    public void Text_that_is_not_json_is_refused()
        => Assert.Contains("not valid JSON", Assert.Throws<ConfigException>(() => Phi3VisionConfig.FromJson("{")).Message, StringComparison.Ordinal);
}
