using PhiVisionML.Model.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Rotary positions with "su" / "longrope" scaling, as in <c>Phi3SuScaledRotaryEmbedding</c> of the published modeling file.</summary>
internal sealed class RotaryEmbedding
{
    private readonly Phi3VisionConfig _config;
    private readonly float[] _shortInverse;
    private readonly float[] _longInverse;
    private readonly Scalar _scale;   // a field, so that it is not collected during a call

    public RotaryEmbedding(Phi3VisionConfig config)
    {
        _config = config;
        _shortInverse = InverseFrequencies(config.RopeScaling.ShortFactor);
        _longInverse = InverseFrequencies(config.RopeScaling.LongFactor);
        double ratio = (double)config.MaxPositionEmbeddings / config.OriginalMaxPositionEmbeddings;
        _scale = ratio <= 1 ? 1 : Math.Sqrt(1 + Math.Log(ratio) / Math.Log(config.OriginalMaxPositionEmbeddings));
    }

    /// <summary>Whether a sequence of this many tokens uses the long factors.</summary>
    public bool IsLong(int length) => length > _config.OriginalMaxPositionEmbeddings;

    /// <summary>The tables for one forward pass.</summary>
    /// <param name="rows">For each row: the position of the first column, and the sequence's length after this pass, which chooses the factors.</param>
    /// <param name="columns">Columns of this pass.</param>
    /// <param name="dtype">Type of the values that will be turned.</param>
    /// <param name="device">Where to.</param>
    /// <returns>Cosine and sine, each <c>[rows or 1, 1, columns, headDim]</c>; columns before a row's start get position 0.</returns>
    public RotaryTables Tables(IReadOnlyList<(int FirstPosition, int Length)> rows, int columns, ScalarType dtype, Device device)
    {
        var distinct = rows.Distinct().Count() == 1 ? [rows[0]] : rows;
        int half = _shortInverse.Length;
        float[] angles = new float[distinct.Count * columns * half];
        for (int r = 0, at = 0; r < distinct.Count; r++)
        {
            float[] inverse = IsLong(distinct[r].Length) ? _longInverse : _shortInverse;
            for (int c = 0; c < columns; c++)
            {
                float position = Math.Max(0, distinct[r].FirstPosition + c);
                for (int i = 0; i < half; i++)
                    angles[at++] = position * inverse[i];
            }
        }

        using var scope = NewDisposeScope();
        var angle = tensor(angles, [distinct.Count, 1, columns, half]);
        var both = cat([angle, angle], -1);
        var cosine = (both.cos() * _scale).to(dtype, device);
        var sine = (both.sin() * _scale).to(dtype, device);
        return new RotaryTables(cosine.MoveToOuterDisposeScope(), sine.MoveToOuterDisposeScope());
    }

    // In torch's own float32 arithmetic: a last bit here is a visible angle at position 4,000.
    private float[] InverseFrequencies(IReadOnlyList<float> factors)
    {
        using var scope = NewDisposeScope();
        int dimension = _config.HeadDim;
        var exponents = arange(0, dimension, 2, dtype: ScalarType.Float32) / (float)dimension;
        var powers = pow(tensor((float)_config.RopeTheta), exponents);
        return (1f / (tensor(factors.ToArray()) * powers)).data<float>().ToArray();
    }
}
