namespace PhiVisionML.Model.Weights;

/// <summary>A place in the tree of checkpoint names from which a layer takes its tensors.</summary>
/// <param name="Source">Where tensors come from.</param>
/// <param name="Table">Where the slots are recorded.</param>
/// <param name="Path">Dotted name of the place; empty at the root.</param>
public sealed record WeightScope(WeightSource Source, WeightTable Table, string Path = "")
{
    /// <summary>The place below this one.</summary>
    public WeightScope this[string child] => this with { Path = Path.Length == 0 ? child : $"{Path}.{child}" };

    /// <summary>Takes a tensor from the source.</summary>
    /// <param name="name">Last part of its name.</param>
    /// <param name="shape">Its shape.</param>
    public WeightSlot Take(string name, params long[] shape)
    {
        string full = this[name].Path;
        var slot = new WeightSlot(full, Source.Get(full, shape).DetachFromDisposeScope());
        Table.Add(slot);
        return slot;
    }
}
