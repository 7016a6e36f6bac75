using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>The decoder's causal self-attention; one matrix makes queries, keys and values.</summary>
internal sealed class Attention(WeightScope scope, Phi3VisionConfig config)
{
    private readonly int _heads = config.NumAttentionHeads;
    private readonly int _kvHeads = config.NumKeyValueHeads;
    private readonly int _headDim = config.HeadDim;
    private readonly Linear _qkvProj = new(scope["qkv_proj"], config.HiddenSize, (config.NumAttentionHeads + 2 * config.NumKeyValueHeads) * config.HeadDim);
    private readonly Linear _oProj = new(scope["o_proj"], config.NumAttentionHeads * config.HeadDim, config.HiddenSize);

    public IEnumerable<Linear> Linears => [_qkvProj, _oProj];

    /// <summary><c>[batch, seq, hidden]</c> to <c>[batch, seq, hidden]</c>.</summary>
    /// <param name="x">Normed input.</param>
    /// <param name="pass">Positions, mask, cache and adapter of this forward pass.</param>
    /// <param name="layer">Index of the layer, for the cache.</param>
    public Tensor Forward(Tensor x, DecoderPass pass, int layer)
    {
        long batch = x.size(0), seq = x.size(1);
        long queryWidth = _heads * _headDim, keyWidth = _kvHeads * _headDim;
        var qkv = _qkvProj.Forward(x, pass.Adapter);
        var queries = pass.Rotary.Rotate(SplitHeads(qkv.narrow(-1, 0, queryWidth), _heads));
        var keys = pass.Rotary.Rotate(SplitHeads(qkv.narrow(-1, queryWidth, keyWidth), _kvHeads));
        var values = SplitHeads(qkv.narrow(-1, queryWidth + keyWidth, keyWidth), _kvHeads);
        if (pass.Cache is not null)
            (keys, values) = pass.Cache.Append(layer, keys, values);
        if (_kvHeads < _heads)
            (keys, values) = (Share(keys), Share(values));

        var attended = F.scaled_dot_product_attention(queries, keys, values, pass.Mask, 0.0, pass.IsCausal);
        return _oProj.Forward(attended.transpose(1, 2).reshape(batch, seq, queryWidth), pass.Adapter);

        // [batch, seq, heads * headDim] -> [batch, heads, seq, headDim]
        Tensor SplitHeads(Tensor t, long heads) => t.reshape(batch, seq, heads, _headDim).transpose(1, 2);
    }

    private Tensor Share(Tensor t) => t.repeat_interleave(_heads / _kvHeads, 1);
}
