using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>One layer of the vision tower: full attention and a quick-GELU MLP, each on a normed copy that is added back.</summary>
internal sealed class ClipEncoderLayer(WeightScope scope, ClipVisionConfig config)
{
    // Kept in a field: TorchSharp passes a scalar as a bare pointer, and a temporary one may be collected during the call.
    private static readonly Scalar QuickGelu = 1.702;

    private readonly LayerNorm _layerNorm1 = new(scope["layer_norm1"], config.HiddenSize, config.LayerNormEps);
    private readonly Linear _qProj = new(scope["self_attn.q_proj"], config.HiddenSize, config.HiddenSize, bias: true);
    private readonly Linear _kProj = new(scope["self_attn.k_proj"], config.HiddenSize, config.HiddenSize, bias: true);
    private readonly Linear _vProj = new(scope["self_attn.v_proj"], config.HiddenSize, config.HiddenSize, bias: true);
    private readonly Linear _outProj = new(scope["self_attn.out_proj"], config.HiddenSize, config.HiddenSize, bias: true);
    private readonly LayerNorm _layerNorm2 = new(scope["layer_norm2"], config.HiddenSize, config.LayerNormEps);
    private readonly Linear _fc1 = new(scope["mlp.fc1"], config.HiddenSize, config.IntermediateSize, bias: true);
    private readonly Linear _fc2 = new(scope["mlp.fc2"], config.IntermediateSize, config.HiddenSize, bias: true);

    public IEnumerable<Linear> Linears => [_qProj, _kProj, _vProj, _outProj, _fc1, _fc2];

    /// <summary><c>[crops, patches + 1, hidden]</c> to <c>[crops, patches + 1, hidden]</c>.</summary>
    public Tensor Forward(Tensor x, LoraAdapter? adapter)
    {
        using var scope = NewDisposeScope();
        var attended = x.Plus(Attend(_layerNorm1.Forward(x), adapter));
        var hidden = _fc1.Forward(_layerNorm2.Forward(attended), adapter);
        return attended.Plus(_fc2.Forward(hidden * sigmoid(hidden * QuickGelu), adapter)).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor x, LoraAdapter? adapter)
    {
        long crops = x.size(0), positions = x.size(1);
        var attended = F.scaled_dot_product_attention(Heads(_qProj), Heads(_kProj), Heads(_vProj));
        return _outProj.Forward(attended.transpose(1, 2).reshape(crops, positions, config.HiddenSize), adapter);

        // [crops, heads, positions, headDim]
        Tensor Heads(Linear projection) => projection.Forward(x, adapter).reshape(crops, positions, config.NumAttentionHeads, config.HeadDim).transpose(1, 2);
    }
}
