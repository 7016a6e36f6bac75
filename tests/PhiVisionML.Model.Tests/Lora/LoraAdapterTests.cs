using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using PhiVisionML.Tests;
using Xunit;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Tests.Lora;

public sealed class LoraAdapterTests : IDisposable
{
    private static readonly LoraOptions Everywhere = new() { Rank = 4, Alpha = 8, TargetModules = [.. LoraOptions.DecoderModules, .. LoraOptions.VisionModules, "lm_head"] };

    private readonly GoldenNetwork _golden = new("tiny");
    private readonly string _folder = Directory.CreateTempSubdirectory("phivision-lora").FullName;

    public void Dispose()
    {
        _golden.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_fresh_adapter_changes_nothing()
    {
        using var adapter = LoraAdapter.Create(_golden.Network, Everywhere, seed: 1);
        using var bare = Logits(null);
        using var adapted = Logits(adapter);
        Assert.True(bare.equal(adapted).all().item<bool>());
    }

    [Fact]
    public void It_reaches_every_linear_layer_that_is_run()
    {
        using var adapter = LoraAdapter.Create(_golden.Network, Everywhere, seed: 1);
        Assert.Equal(2 * 4 + 2 * 6 + 2 + 1, adapter.Pairs.Count);   // 2 decoder layers, 2 of 3 tower layers, projector, head
        Assert.DoesNotContain(adapter.Pairs, p => p.Module.Contains("encoder.layers.2.", StringComparison.Ordinal));
    }

    [Fact]
    public void Merging_equals_passing_it_and_unmerging_restores_every_bit()
    {
        using var adapter = Random();
        using var before = Logits(null);
        using var passed = Logits(adapter);
        using (adapter.MergeInto(_golden.Network))
        {
            using var merged = Logits(null);
            Assert.True((merged - passed).abs().max().item<float>() < 1e-4);
        }

        using var after = Logits(null);
        Assert.True((passed - before).abs().max().item<float>() > 0.01);
        Assert.True(before.equal(after).all().item<bool>());
    }

    [Fact]
    public void It_is_saved_and_loaded_under_the_names_of_peft()
    {
        using var adapter = Random();
        LoraFile.Save(adapter, _folder, "base");
        using (var file = SafetensorsFile.Open(Path.Combine(_folder, "adapter_model.safetensors")))
        {
            Assert.Contains("base_model.model.model.layers.0.self_attn.qkv_proj.lora_A.weight", file.Entries.Keys);
            Assert.Contains("base_model.model.model.vision_embed_tokens.img_projection.2.lora_B.weight", file.Entries.Keys);
        }

        using var loaded = LoraFile.Load(_folder, _golden.Network);
        using var expected = Logits(adapter);
        using var actual = Logits(loaded);
        Assert.True(expected.equal(actual).all().item<bool>());
    }

    [Fact]
    public void An_adapter_of_another_base_is_refused_with_all_names()
    {
        using var adapter = Random();
        LoraFile.Save(adapter, _folder);
        using var other = new GoldenNetwork("small");
        var error = Assert.Throws<CheckpointException>(() => LoraFile.Load(_folder, other.Network));
        Assert.Contains("qkv_proj", error.Message, StringComparison.Ordinal);
        Assert.Contains("layers.3.mlp.down_proj.lora_B.weight: missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"bias\": \"none\"", "\"bias\": \"all\"", "bias")]
    [InlineData("\"bias\": \"none\"", "\"use_dora\": true", "use_dora")]
    [InlineData("\"bias\": \"none\"", "\"rank_pattern\": {\"x\": 3}", "rank_pattern")]
    public void Features_of_peft_that_are_not_supported_are_refused_by_name(string from, string to, string name)
    {
        string json = LoraFile.Describe(Everywhere, null).Replace(from, to, StringComparison.Ordinal);
        var error = Assert.Throws<NotSupportedException>(() => LoraFile.ReadOptions(json));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_target_is_refused_with_the_names_that_exist()
    {
        var error = Assert.Throws<ArgumentException>(() => LoraAdapter.Create(_golden.Network, Everywhere with { TargetModules = ["query"] }, seed: 1));
        Assert.Contains("'query'", error.Message, StringComparison.Ordinal);
        Assert.Contains("qkv_proj", error.Message, StringComparison.Ordinal);
    }

    private LoraAdapter Random()
    {
        var adapter = LoraAdapter.Create(_golden.Network, Everywhere, seed: 3);
        foreach (var pair in adapter.Pairs)
            pair.B.uniform_(-0.05, 0.05);
        return adapter;
    }

    private Tensor Logits(LoraAdapter? adapter)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var batch = _golden.Batch(_golden.Forward.GetProperty("cases").GetProperty("image2"));
        return _golden.Network.Logits(_golden.Network.Forward(batch, adapter: adapter), adapter).MoveToOuterDisposeScope();
    }
}
