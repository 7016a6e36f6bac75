using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Lora;

/// <summary>Keeps an adapter merged into a base for as long as it lives.</summary>
public sealed class MergedAdapter : IDisposable
{
    private readonly List<(WeightSlot Slot, Tensor Original)> _originals = [];

    internal MergedAdapter(Phi3Vision network, LoraAdapter adapter)
    {
        using var none = no_grad();
        foreach (var pair in adapter.Pairs)
        {
            using var scope = NewDisposeScope();
            var slot = network.Weights[pair.Module + ".weight"];
            var original = slot.Value;
            var merged = original.to_type(ScalarType.Float32) + pair.Delta().to(ScalarType.Float32, original.device);
            _originals.Add((slot, original));
            slot.Value = merged.to_type(original.dtype).DetachFromDisposeScope();
        }
    }

    /// <summary>Puts the base's own weights back, bit for bit.</summary>
    public void Dispose()
    {
        foreach (var (slot, original) in _originals)
        {
            slot.Value.Dispose();
            slot.Value = original;
        }

        _originals.Clear();
    }
}
