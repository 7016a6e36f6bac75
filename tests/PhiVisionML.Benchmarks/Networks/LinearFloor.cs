using PhiVisionML.Model;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>The matrix products of a network and nothing else: bare libtorch linears over the network's own weights.</summary>
internal sealed class LinearFloor(Phi3Vision network) : IDisposable
{
    private static readonly string[] DecoderLinears = ["qkv_proj", "o_proj", "gate_up_proj", "down_proj"];
    private static readonly string[] TowerLinears = ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"];

    private readonly Dictionary<(long Rows, long Inputs), Tensor> _inputs = [];
    private readonly List<(Tensor Input, Tensor Weight, bool Backward)> _products = [];

    /// <summary>Adds the decoder's products for a number of tokens, and the head's for a number of positions.</summary>
    /// <param name="tokens">Tokens of the whole batch.</param>
    /// <param name="positions">Positions whose logits are needed.</param>
    /// <param name="backward">Whether gradients are needed.</param>
    public LinearFloor Decoder(int tokens, int positions, bool backward = false)
    {
        foreach (var slot in network.Weights.Slots.Where(s => s.Name.StartsWith("model.layers.", StringComparison.Ordinal) && DecoderLinears.Contains(Owner(s.Name))))
            Add(slot.Value, tokens, backward);
        Add(network.Weights["lm_head.weight"].Value, positions, backward);
        return this;
    }

    /// <summary>Adds the products of the vision tower's layers that are run, patch embedding included.</summary>
    /// <param name="crops">Crops.</param>
    /// <param name="backward">Whether gradients are needed.</param>
    public LinearFloor Tower(int crops, bool backward = false)
    {
        var clip = network.Config.Clip;
        const string prefix = "model.vision_embed_tokens.img_processor.vision_model.";
        string last = $"{prefix}encoder.layers.{clip.NumHiddenLayers - 1}.";
        int patches = clip.PatchesPerSide * clip.PatchesPerSide;
        Add(network.Weights[prefix + "embeddings.patch_embedding.weight"].Value.flatten(1).DetachFromDisposeScope(), crops * patches, backward);
        foreach (var slot in network.Weights.Slots.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal) && s.Name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            if (TowerLinears.Contains(Owner(slot.Name)) && !slot.Name.StartsWith(last, StringComparison.Ordinal))
                Add(slot.Value, crops * (patches + 1), backward);
        }

        return this;
    }

    /// <summary>Adds the projector's products.</summary>
    /// <param name="tokens">Picture tokens.</param>
    /// <param name="backward">Whether gradients are needed.</param>
    public LinearFloor Projector(int tokens, bool backward = false)
    {
        foreach (int layer in new[] { 0, 2 })
            Add(network.Weights[$"model.vision_embed_tokens.img_projection.{layer}.weight"].Value, tokens, backward);
        return this;
    }

    /// <summary>Does all products, forward.</summary>
    public void Forward()
    {
        using var inference = inference_mode();
        foreach (var (input, weight, _) in _products)
        {
            using var y = F.linear(input, weight);
        }
    }

    /// <summary>Does all products, and for those that need it the gradient of the input, and of the weight where it is trained.</summary>
    public void ForwardAndBackward()
    {
        foreach (var (input, weight, backward) in _products)
        {
            using var scope = NewDisposeScope();
            using var mode = set_grad_enabled(backward);
            var x = backward ? input.detach().requires_grad_() : input;
            var y = F.linear(x, weight);
            if (backward)
                autograd.grad([y], weight.requires_grad ? [x, weight] : [x], [ones_like(y)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var input in _inputs.Values)
            input.Dispose();
    }

    private static string Owner(string name) => name.Split('.')[^2];

    private void Add(Tensor weight, int rows, bool backward)
    {
        var key = ((long)rows, weight.size(1));
        if (!_inputs.TryGetValue(key, out var input))
        {
            input = randn([rows, weight.size(1)], dtype: weight.dtype, device: weight.device).DetachFromDisposeScope();
            _inputs.Add(key, input);
        }

        _products.Add((input, weight, backward));
    }
}
