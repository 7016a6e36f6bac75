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
        var columns = ReadHeader(records);
        for (var number = 1; records.Next() is { } record; number++)
            yield return Row(number, record.Cells, record.Fault, columns);
    }

    private static SourceRow Row(int number, string[] texts, string? fault, string[] columns)
    {
        if (texts.Length != columns.Length)
            fault ??= $"The row has {texts.Length} cells; the header has {columns.Length} columns.";
        var cells = new Dictionary<string, string?>(columns.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Math.Min(texts.Length, columns.Length); i++) cells[columns[i]] = SourceRow.Content(texts[i]);
        return new SourceRow { Number = number, Cells = cells, Fault = fault };
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
