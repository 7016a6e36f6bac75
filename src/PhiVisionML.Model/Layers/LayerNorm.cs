using PhiVisionML.Model.Weights;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PhiVisionML.Model.Layers;

/// <summary>Layer norm over the last dimension.</summary>
internal sealed class LayerNorm(WeightScope scope, long size, double epsilon)
{
    private readonly long[] _shape = [size];
    private readonly WeightSlot _weight = scope.Take("weight", size);
    private readonly WeightSlot _bias = scope.Take("bias", size);

    /// <summary><c>[…, size]</c> to <c>[…, size]</c>.</summary>
    public Tensor Forward(Tensor x) => F.layer_norm(x, _shape, _weight.Value, _bias.Value, epsilon);
}
