using PhiVisionML.Model.Configuration;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>One decoder layer: attention and a gated MLP, each on a normed copy that is added back.</summary>
internal sealed class DecoderLayer(WeightScope scope, Phi3VisionConfig config, int index)
{
    private readonly RmsNorm _inputLayernorm = new(scope["input_layernorm"], config.HiddenSize, config.RmsNormEps);
    private readonly Attention _selfAttn = new(scope["self_attn"], config);
    private readonly RmsNorm _postAttentionLayernorm = new(scope["post_attention_layernorm"], config.HiddenSize, config.RmsNormEps);
    private readonly Linear _gateUpProj = new(scope["mlp.gate_up_proj"], config.HiddenSize, 2 * config.IntermediateSize);
    private readonly Linear _downProj = new(scope["mlp.down_proj"], config.IntermediateSize, config.HiddenSize);

    public IEnumerable<Linear> Linears => [.. _selfAttn.Linears, _gateUpProj, _downProj];

    /// <summary><c>[batch, seq, hidden]</c> to <c>[batch, seq, hidden]</c>.</summary>
    public Tensor Forward(Tensor x, DecoderPass pass)
    {
        using var scope = NewDisposeScope();
        var attended = x.Plus(_selfAttn.Forward(_inputLayernorm.Forward(x), pass, index));
        return attended.Plus(Mlp(_postAttentionLayernorm.Forward(attended), pass.Adapter)).MoveToOuterDisposeScope();
    }

    private Tensor Mlp(Tensor x, LoraAdapter? adapter)
    {
        var gateUp = _gateUpProj.Forward(x, adapter);
        long width = gateUp.size(-1) / 2;
        var gate = gateUp.narrow(-1, 0, width);
        var up = gateUp.narrow(-1, width, width);
        return _downProj.Forward(up * F.silu(gate), adapter);
    }
}
