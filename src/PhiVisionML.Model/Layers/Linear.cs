using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>An affine map, with an adapter's low-rank correction when the caller passes one.</summary>
internal sealed class Linear
{
    private readonly WeightSlot _weight;
    private readonly WeightSlot? _bias;

    public Linear(WeightScope scope, long inputs, long outputs, bool bias = false)
    {
        Name = scope.Path;
        Inputs = inputs;
        Outputs = outputs;
        _weight = scope.Take("weight", outputs, inputs);
        _bias = bias ? scope.Take("bias", outputs) : null;
    }

    /// <summary>Dotted module name, under which adapters know this layer.</summary>
    public string Name { get; }

    public long Inputs { get; }

    public long Outputs { get; }

    /// <summary>The weight's slot, <c>[outputs, inputs]</c>.</summary>
    public WeightSlot Weight => _weight;

    /// <summary><c>[…, inputs]</c> to <c>[…, outputs]</c>.</summary>
    public Tensor Forward(Tensor x, LoraAdapter? adapter)
    {
        var y = F.linear(x, _weight.Value, _bias?.Value);
        return adapter?.Find(Name) is { } lora ? lora.AddTo(y, x) : y;
    }
}
