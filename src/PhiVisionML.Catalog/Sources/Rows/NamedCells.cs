namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>The names of columns.</summary>
internal static class NamedCells
{
    /// <summary>More names than this are values written in the place of names.</summary>
    public const int MostColumns = 1000;

    /// <summary>Refuses names that differ in letter case alone.</summary>
    public static void RequireDistinct(string path, IReadOnlyList<string> names)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"'{path}' has the column '{twice.Key}' {twice.Count()} times; column names differ in more than letter case.");
    }

    /// <summary>Collects the names of a format whose rows name their cells themselves, in the order in which they first occur.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="rowName">What the format calls a row.</param>
    /// <param name="rows">All rows; those with a fault do not count.</param>
    public static IReadOnlyList<string> Columns(string path, string rowName, IEnumerable<SourceRow> rows)
    {
        var columns = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (count, fault) = (0, (string?)null);
        foreach (var row in rows)
        {
            count++;
            fault ??= row.Fault;
            if (row.Fault is null) columns.AddRange(row.Cells.Names.Where(known.Add));
            if (columns.Count > MostColumns)
                throw new InvalidDataException($"'{path}' has more than {MostColumns} names of columns by row {row.Number}; give the same cell the same name in every row.");
        }
        if (columns.Count > 0) return columns;
        throw new InvalidDataException($"'{path}' holds no usable {rowName} among {count} rows; {(fault is null ? $"write one {rowName} for each product." : $"the first fault: {fault}")}");
    }
}
