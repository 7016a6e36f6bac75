namespace PhiVisionML.Catalog.Pictures;

/// <summary>The numbers 0 … <paramref name="count"/> − 1, each in a set of its own until sets are joined.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    /// <summary>The number that stands for an item's set: its least member.</summary>
    public int Find(int item)
    {
        while (_parent[item] != item)
            item = _parent[item] = _parent[_parent[item]];
        return item;
    }

    public bool AreJoined(int one, int other) => Find(one) == Find(other);

    public void Join(int one, int other)
    {
        (one, other) = (Find(one), Find(other));
        _parent[Math.Max(one, other)] = Math.Min(one, other);
    }

    /// <summary>The sets of two and more, each in ascending order, by their least member.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups() =>
        [.. Enumerable.Range(0, _parent.Length).GroupBy(Find).Where(set => set.Skip(1).Any()).Select(set => (IReadOnlyList<int>)[.. set])];
}
