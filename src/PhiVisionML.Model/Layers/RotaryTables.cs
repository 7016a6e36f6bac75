using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Cosines and sines of one forward pass, each <c>[batch or 1, 1, seq, headDim]</c>.</summary>
internal sealed record RotaryTables(Tensor Cosine, Tensor Sine)
{
    /// <summary>Turns <c>[batch, heads, seq, headDim]</c>: the first half of each head is paired with the second.</summary>
    public Tensor Rotate(Tensor x)
    {
        long half = x.size(-1) / 2;
        var first = x.narrow(-1, 0, half);
        var second = x.narrow(-1, half, half);
        return (x * Cosine).Plus(cat([-second, first], -1) * Sine);
    }
}
