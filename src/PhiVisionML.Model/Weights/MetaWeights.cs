using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>Shapes without memory: what a checkpoint of a configuration would hold.</summary>
/// <param name="dtype">Element type.</param>
public sealed class MetaWeights(ScalarType dtype = ScalarType.BFloat16) : WeightSource
{
    /// <inheritdoc/>
    public override Tensor Get(string name, long[] shape) => empty(shape, dtype: dtype, device: META);
}
