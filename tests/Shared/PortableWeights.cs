using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Tests;

/// <summary>The reference checkpoints without files: each weight follows from its name, shape and a seed.</summary>
internal sealed class PortableWeights(ulong seed, bool roundToBFloat16 = false) : WeightSource
{
    public override Tensor Get(string name, long[] shape)
    {
        var (amplitude, offset) = Rule(name, shape);
        var weight = tensor(PortableNumbers.Uniform(name, shape.Aggregate(1L, (a, b) => a * b), amplitude, offset, seed), shape);
        return roundToBFloat16 ? weight.to_type(ScalarType.BFloat16).to_type(ScalarType.Float32) : weight;
    }

    private static (double Amplitude, double Offset) Rule(string name, long[] shape)
    {
        string[] parts = name.Split('.');
        string last = parts[^1], owner = parts[^2];
        if (owner.Contains("norm", StringComparison.Ordinal) || owner.Contains("layrnorm", StringComparison.Ordinal))
            return last == "weight" ? (0.3, 1.0) : (0.1, 0);
        if (last == "bias")
            return (0.1, 0);
        if (last is "glb_GN" or "sub_GN" or "class_embedding")
            return (0.5, 0);
        if (name.Contains("position_embedding", StringComparison.Ordinal))
            return (0.3, 0);
        if (name.Contains("embed_tokens", StringComparison.Ordinal) && !name.Contains("vision", StringComparison.Ordinal))
            return (1, 0);

        double gain = name == "lm_head.weight" ? 3 : name.Contains("q_proj", StringComparison.Ordinal) || name.Contains("k_proj", StringComparison.Ordinal) || name.Contains("qkv_proj", StringComparison.Ordinal) ? 1.5 : 1;
        double fanIn = shape.Length > 1 ? shape.Skip(1).Aggregate(1.0, (a, b) => a * b) : shape[0];
        return (gain * Math.Sqrt(3.0 / fanIn), 0);
    }
}
