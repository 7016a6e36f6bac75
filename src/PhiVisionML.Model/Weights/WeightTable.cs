namespace PhiVisionML.Model.Weights;

/// <summary>All slots of a network in checkpoint order, findable by their published names.</summary>
public sealed class WeightTable
{
    private readonly Dictionary<string, WeightSlot> _byName = new(StringComparer.Ordinal);
    private readonly List<WeightSlot> _slots = [];

    /// <summary>The slots in the order in which the network was built.</summary>
    public IReadOnlyList<WeightSlot> Slots => _slots;

    /// <summary>The slot of a name.</summary>
    /// <exception cref="KeyNotFoundException">The network has no such tensor.</exception>
    public WeightSlot this[string name] => _byName.TryGetValue(name, out var slot) ? slot : throw new KeyNotFoundException($"The network has no tensor '{name}'.");

    /// <summary>Total number of elements.</summary>
    public long ParameterCount => _slots.Sum(s => s.Value.numel());

    internal void Add(WeightSlot slot)
    {
        _byName.Add(slot.Name, slot);
        _slots.Add(slot);
    }
}
