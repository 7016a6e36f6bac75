using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.FullSize;

/// <summary>
/// Random bf16 weights in flat memory: every matrix is a window, at a place of its own, of one pool of normal numbers.
/// So a network of 8 GB takes the memory of its largest matrix. Norms are one, biases zero.
/// </summary>
internal sealed class PooledRandomWeights : WeightSource
{
    private const double Spread = 0.02;
    private const long PoolElements = 100_000_000;   // the embedding table has 98.5 million
    private const long Stride = 7_368_787;           // prime, so that windows begin all over the pool

    private readonly Tensor _pool;
    private long _next;

    /// <summary>Draws the pool.</summary>
    /// <param name="seed">The same seed gives the same checkpoint.</param>
    public PooledRandomWeights(long seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        _pool = empty([PoolElements], dtype: ScalarType.BFloat16).normal_(0, Spread, generator).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Get(string name, long[] shape)
    {
        if (name.EndsWith(".bias", StringComparison.Ordinal))
            return zeros(shape, dtype: ScalarType.BFloat16);
        if (name.Contains("norm.", StringComparison.Ordinal) || name.Contains("layer_norm", StringComparison.Ordinal))
            return ones(shape, dtype: ScalarType.BFloat16);
        long count = shape.Aggregate(1L, (a, b) => a * b);
        if (count > PoolElements)
            throw new ArgumentException($"{name} has {count} elements, the pool of random numbers {PoolElements}.", nameof(shape));
        _next += Stride;
        return _pool.narrow(0, _next % (PoolElements - count + 1), count).view(shape);
    }

    /// <inheritdoc/>
    public override void Complete() => _pool.Dispose();   // its memory lives on in the windows
}
