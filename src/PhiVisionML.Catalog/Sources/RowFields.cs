using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>The fields that products get of a row: the source's columns, then the layout's, then those of the column map.</summary>
internal sealed class RowFields
{
    private readonly ColumnSet _columns;
    private readonly (int Place, string Source)[] _mapped;

    /// <exception cref="InvalidDataException">The source lacks a column of the map; those it has are listed.</exception>
    public RowFields(string path, IReadOnlyList<string> sourceColumns, ICatalogLayout layout, ProductSourceOptions options)
    {
        Columns = [.. sourceColumns.Concat(layout.AddedColumns).Concat(options.ColumnMap.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        Require(path, sourceColumns, options.ColumnMap.Values);
        _columns = new ColumnSet(Columns);
        _mapped = [.. options.ColumnMap.Select(pair => (_columns.TryFind(pair.Key, out var place) ? place : -1, pair.Value))];
    }

    /// <summary>The names of the fields, which differ in more than letter case.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Every column's cell.</summary>
    public ProductFields Of(SourceRow row)
    {
        var cells = row.Cells.InOrderOf(_columns);
        foreach (var (place, source) in _mapped) cells[place] = row[source];
        return new ProductFields(_columns, cells);
    }

    public bool Has(string name) => _columns.TryFind(name, out _);

    /// <exception cref="InvalidDataException">One of the names that are not <c>null</c> is missing.</exception>
    public static void Require(string path, IReadOnlyList<string> columns, IEnumerable<string?> names)
    {
        var missing = names.OfType<string>().Except(columns, StringComparer.OrdinalIgnoreCase).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"'{path}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}; {Present(columns)}.");
    }

    public static string Present(IReadOnlyList<string> columns) => $"its columns are {string.Join(", ", columns)}";
}
