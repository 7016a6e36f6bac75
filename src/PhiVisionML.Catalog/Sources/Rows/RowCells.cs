namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>The cells of a row: those of the source's columns by their places, others by their names. Cells without content are <c>null</c> or not there.</summary>
/// <param name="columns">The source's columns.</param>
/// <param name="values">A cell for each of them.</param>
/// <param name="others">Cells of other columns.</param>
internal sealed class RowCells(ColumnSet columns, string?[] values, Dictionary<string, string?>? others = null)
{
    private static readonly ColumnSet NoColumns = new([]);

    private Dictionary<string, string?>? _others = others;

    /// <summary>Cells of a source whose rows name them themselves.</summary>
    /// <param name="cells">Names in any letter case.</param>
    public RowCells(Dictionary<string, string?> cells) : this(NoColumns, [], cells) { }

    /// <summary>No cells yet.</summary>
    public RowCells() : this(NoColumns, []) { }

    public IEnumerable<string> Names => _others is null ? columns.Names : columns.Names.Concat(_others.Keys);

    public string? this[string column]
    {
        get => columns.TryFind(column, out var place) ? values[place] : _others?.GetValueOrDefault(column);
        set
        {
            if (columns.TryFind(column, out var place)) values[place] = value;
            else (_others ??= new(StringComparer.OrdinalIgnoreCase))[column] = value;
        }
    }

    /// <summary>Copies the cells in the order of other columns, of which the source's own come first.</summary>
    public string?[] InOrderOf(ColumnSet all)
    {
        var ordered = new string?[all.Names.Count];
        values.CopyTo(ordered, 0);
        for (var place = values.Length; place < ordered.Length; place++) ordered[place] = this[all.Names[place]];
        return ordered;
    }
}
