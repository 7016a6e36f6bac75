using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>One named tensor of a checkpoint, as the layers hold it.</summary>
/// <remarks>
/// A slot, not a tensor, is what a layer keeps: merging an adapter or training replaces <see cref="Value"/> without touching the
/// memory of the original, which may be a read-only file mapping.
/// </remarks>
public sealed class WeightSlot
{
    internal WeightSlot(string name, Tensor value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The published checkpoint's name, for example <c>model.layers.0.mlp.down_proj.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The tensor in use.</summary>
    public Tensor Value { get; set; }
}
