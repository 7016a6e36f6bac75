namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>Names of columns and their places, found whatever the letter case; one for all rows of a source.</summary>
internal sealed class ColumnSet
{
    private readonly Dictionary<string, int> _places;

    /// <param name="names">Names that differ in more than letter case.</param>
    public ColumnSet(IReadOnlyList<string> names)
    {
        Names = names;
        _places = new(names.Count, StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < names.Count; place++) _places.Add(names[place], place);
    }

    /// <summary>The names in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds a column's place.</summary>
    public bool TryFind(string name, out int place) => _places.TryGetValue(name, out place);
}
