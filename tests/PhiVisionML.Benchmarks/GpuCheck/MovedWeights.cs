using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.GpuCheck;

/// <summary>The tensors of another source, in another type and on another device.</summary>
internal sealed class MovedWeights(WeightSource source, ScalarType dtype, Device device) : WeightSource
{
    public override Tensor Get(string name, long[] shape)
    {
        using var original = source.Get(name, shape);
        return original.to(dtype, device, copy: true);
    }

    public override void Complete() => source.Complete();
}
