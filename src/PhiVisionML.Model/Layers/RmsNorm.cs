using PhiVisionML.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Root-mean-square norm: the statistics in float32, the product with the weight in the input's type.</summary>
internal sealed class RmsNorm(WeightScope scope, long size, double epsilon)
{
    private static readonly long[] LastDimension = [-1];
    private static readonly Scalar Two = 2;

    // Kept in a field: TorchSharp passes a scalar as a bare pointer, and a temporary one may be collected during the call.
    private readonly Scalar _epsilon = epsilon;
    private readonly WeightSlot _weight = scope.Take("weight", size);

    /// <summary><c>[…, size]</c> to <c>[…, size]</c>.</summary>
    public Tensor Forward(Tensor x)
    {
        var wide = x.to_type(ScalarType.Float32);
        var normed = wide * rsqrt(wide.pow(Two).mean(LastDimension, keepdim: true) + _epsilon);
        return _weight.Value * normed.to_type(x.dtype);
    }
}
