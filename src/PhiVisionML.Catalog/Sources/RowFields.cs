using PhiVisionML.Catalog.Sources.Layouts;
using PhiVisionML.Catalog.Sources.Rows;

namespace PhiVisionML.Catalog.Sources;

/// <summary>The fields that products get of a row: the source's columns, then the layout's, then those of the column map.</summary>
internal sealed class RowFields
{
    private readonly ProductSourceOptions _options;

    /// <exception cref="InvalidDataException">The source lacks a column of the map; those it has are listed.</exception>
    public RowFields(string path, IReadOnlyList<string> sourceColumns, ICatalogLayout layout, ProductSourceOptions options)
    {
        _options = options;
        Columns = [.. sourceColumns.Concat(layout.AddedColumns).Concat(options.ColumnMap.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        Require(path, sourceColumns, options.ColumnMap.Values);
    }

    /// <summary>The names of the fields, which differ in more than letter case.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Every column's cell.</summary>
    public Dictionary<string, string?> Of(SourceRow row)
    {
        var fields = new Dictionary<string, string?>(Columns.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var column in Columns) fields[column] = row[column];
        foreach (var (ours, source) in _options.ColumnMap) fields[ours] = row[source];
        return fields;
    }

    public bool Has(string name) => Columns.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidDataException">One of the names that are not <c>null</c> is missing.</exception>
    public static void Require(string path, IReadOnlyList<string> columns, IEnumerable<string?> names)
    {
        var missing = names.OfType<string>().Except(columns, StringComparer.OrdinalIgnoreCase).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException($"'{path}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}; {Present(columns)}.");
    }

    public static string Present(IReadOnlyList<string> columns) => $"its columns are {string.Join(", ", columns)}";
}
