using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Cli.TinyModel;

/// <summary>
/// Fresh weights for a narrow network: matrices spread by the square root of their inputs, places as waves over rows and columns. The
/// published spread of 0.02 is for widths of some thousands; at 192 it leaves attention even and patches without a place.
/// </summary>
internal sealed class NarrowWeights(long seed) : WeightSource
{
    private const double Embedding = 0.5;
    private const double OntoSum = 0.4;   // of layers whose output is added to what came before, and of the head

    private static readonly string[] Added = ["o_proj.", "out_proj.", "down_proj.", "fc2.", "lm_head."];
    private static readonly string[] Embedded = ["model.embed_tokens.weight", "class_embedding", "_GN"];

    private ulong _next = (ulong)seed;

    public override Tensor Get(string name, long[] shape)
    {
        if (name.EndsWith(".bias", StringComparison.Ordinal))
            return zeros(shape);
        if (name.Contains("norm", StringComparison.Ordinal))
            return ones(shape);
        if (name.EndsWith("position_embedding.weight", StringComparison.Ordinal))
            return Places((int)shape[0], (int)shape[1]);
        using var generator = new Generator(_next++, CPU);   // one per tensor, in the network's order
        return empty(shape).normal_(0, Spread(name, shape), generator);
    }

    private static double Spread(string name, long[] shape)
    {
        if (Embedded.Any(e => name.EndsWith(e, StringComparison.Ordinal)))
            return Embedding;
        double inputs = shape.Skip(1).Aggregate(1.0, (product, size) => product * size);
        return (Added.Any(a => name.Contains(a, StringComparison.Ordinal)) ? OntoSum : 1) / Math.Sqrt(inputs);
    }

    // A quarter of the width each for sine and cosine of row and of column, from half a turn a patch to half a turn a picture; the class
    // token's place is zero: [1 + side * side, width]
    private static Tensor Places(int places, int width)
    {
        int side = (int)Math.Sqrt(places - 1), quarter = width / 4;
        float[] values = new float[places * width];
        for (int place = 1; place < places; place++)
        {
            var (row, column) = Math.DivRem(place - 1, side);
            var own = values.AsSpan(place * width, width);
            for (int i = 0; i < quarter; i++)
            {
                double turn = Math.PI * Math.Pow(side, -(double)i / quarter);
                (double rowSine, double rowCosine) = Math.SinCos(row * turn);
                (double columnSine, double columnCosine) = Math.SinCos(column * turn);
                (own[i], own[quarter + i], own[2 * quarter + i], own[3 * quarter + i]) = ((float)rowSine, (float)rowCosine, (float)columnSine, (float)columnCosine);
            }
        }

        return tensor(values, places, width);
    }
}
