namespace PhiVisionML.Model.Images;

/// <summary>
/// For one axis: which source pixels make each target pixel, and with what weights.
/// A triangle filter that widens when the picture shrinks; the weights are fixed-point numbers with 22 fraction bits.
/// </summary>
/// <remarks>Source: Pillow, <c>Resample.c</c> (<c>precompute_coeffs</c>, <c>normalize_coeffs_8bpc</c>), bilinear filter.</remarks>
internal sealed class ResizeWeights
{
    /// <summary>Fraction bits of a weight.</summary>
    public const int Precision = 22;

    /// <summary>Added to a weighted sum so that the shift by <see cref="Precision"/> rounds to the nearest level.</summary>
    public const int Half = 1 << (Precision - 1);

    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _weights;
    private readonly int _perTarget;

    /// <summary>Computes the weights.</summary>
    /// <param name="sourceSize">Pixels along the axis in the source, at least 1.</param>
    /// <param name="targetSize">Pixels along the axis in the target, at least 1.</param>
    public ResizeWeights(int sourceSize, int targetSize)
    {
        double scale = (double)sourceSize / targetSize;
        double support = Math.Max(scale, 1.0);
        double inverseSupport = 1.0 / support;
        _perTarget = (int)Math.Ceiling(support) * 2 + 1;
        _first = new int[targetSize];
        _count = new int[targetSize];
        _weights = new int[checked(targetSize * _perTarget)];

        double[] triangle = new double[_perTarget];
        for (int target = 0; target < targetSize; target++)
        {
            double centre = (target + 0.5) * scale;
            int first = Math.Max((int)(centre - support + 0.5), 0);
            int count = Math.Min((int)(centre + support + 0.5), sourceSize) - first;
            double sum = 0;
            for (int tap = 0; tap < count; tap++)
            {
                triangle[tap] = Math.Max(1.0 - Math.Abs((tap + first - centre + 0.5) * inverseSupport), 0.0);
                sum += triangle[tap];
            }

            for (int tap = 0; tap < count; tap++)
                _weights[target * _perTarget + tap] = (int)(0.5 + triangle[tap] / sum * (1 << Precision));
            _first[target] = first;
            _count[target] = count;
        }
    }

    /// <summary>Index of the first source pixel of a target pixel.</summary>
    /// <param name="target">Index of the target pixel.</param>
    /// <returns>The index.</returns>
    public int First(int target) => _first[target];

    /// <summary>Weights of the source pixels of a target pixel, from <see cref="First"/> on.</summary>
    /// <param name="target">Index of the target pixel.</param>
    /// <returns>The weights; they sum to 1 x 2^<see cref="Precision"/> but for rounding.</returns>
    public ReadOnlySpan<int> Of(int target) => _weights.AsSpan(target * _perTarget, _count[target]);
}
