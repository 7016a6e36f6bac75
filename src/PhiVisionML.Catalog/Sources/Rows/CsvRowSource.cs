using System.Globalization;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>A table whose first record names the columns.</summary>
internal sealed class CsvRowSource(string path, char? delimiter) : IRowSource
{
    public IReadOnlyList<string> ReadColumns()
    {
        using var records = new CsvRows(path, delimiter);
        return ReadHeader(records);
    }

    public IEnumerable<SourceRow> ReadRows()
    {
        using var records = new CsvRows(path, delimiter);
        var columns = new ColumnSet(ReadHeader(records));
        for (var number = 1; records.Next() is { } record; number++)
            yield return Row(number, record.Cells, record.Fault, columns);
    }

    private static SourceRow Row(int number, string[] texts, string? fault, ColumnSet columns)
    {
        if (texts.Length != columns.Names.Count)
            fault ??= $"The row has {texts.Length} cells; the header has {columns.Names.Count} columns.";
        var cells = Array.ConvertAll(texts, SourceRow.Content);
        Array.Resize(ref cells, columns.Names.Count);
        return new SourceRow { Number = number, Cells = new RowCells(columns, cells), Fault = fault };
    }

    private string[] ReadHeader(CsvRows records) => records.Next() switch
    {
        null => throw new InvalidDataException($"The table '{path}' is empty; its first row names the columns."),
        { Fault: { } fault } => throw new InvalidDataException($"The header of '{path}' cannot be read. {fault}"),
        { Cells: var cells } => Names(cells),
    };

    private string[] Names(string[] cells)
    {
        var names = cells.Select((cell, index) => cell.Trim() is { Length: > 0 } name ? name : "column" + (index + 1).ToString(CultureInfo.InvariantCulture)).ToArray();
        NamedCells.RequireDistinct(path, names);
        return names;
    }
}
