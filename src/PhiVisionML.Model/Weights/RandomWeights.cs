using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>Fresh weights: normal with the configured spread for matrices, one for norms, zero for biases.</summary>
/// <param name="seed">Seed; the same seed gives the same weights on the same device type.</param>
/// <param name="spread">Standard deviation of matrices and embeddings (<c>initializer_range</c>).</param>
/// <param name="dtype">Element type.</param>
/// <param name="device">Where to make them; CPU when null.</param>
public sealed class RandomWeights(long seed, double spread = 0.02, ScalarType dtype = ScalarType.Float32, Device? device = null) : WeightSource
{
    private readonly Device _device = device ?? CPU;
    private ulong _next = (ulong)seed;

    /// <inheritdoc/>
    public override Tensor Get(string name, long[] shape)
    {
        bool norm = name.Contains("norm.", StringComparison.Ordinal) || name.Contains("layer_norm", StringComparison.Ordinal);
        if (name.EndsWith(".bias", StringComparison.Ordinal))
            return zeros(shape, dtype: dtype, device: _device);
        if (norm)
            return ones(shape, dtype: dtype, device: _device);
        using var generator = new Generator(_next++, _device);   // one per tensor, in the network's order
        return empty(shape, dtype: dtype, device: _device).normal_(0, spread, generator);
    }
}
