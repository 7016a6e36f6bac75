using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using PhiVisionML.Catalog.Files;

namespace PhiVisionML.Catalog.Sources;

/// <summary>Writes results as a table of comma-separated values (RFC 4180, UTF-8 without a byte order mark).</summary>
public static class CsvProductSink
{
    // With a NewLine of its own, CsvHelper quotes that sequence only; a lone \n in a cell would end the record.
    private static CsvConfiguration Rfc4180 => new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = cell => cell.Field is { Length: > 0 } text
            && (text.AsSpan().ContainsAny("\",\r\n") || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])),
    };

    /// <summary>Writes a table that appears as a whole once every row is written, or not at all.</summary>
    /// <param name="path">The target; an existing file is replaced, its folder is made if need be.</param>
    /// <param name="columns">The header.</param>
    /// <param name="rows">A cell per column; <c>null</c> is written as an empty cell.</param>
    /// <param name="temporaryFolder">The folder for the table while it is written, on the same disk. Default: that of the target.</param>
    /// <returns>The number of rows, the header not counted.</returns>
    /// <exception cref="ArgumentException">There is no column, or a row has another number of cells than the header; the target is left as it was.</exception>
    public static int Write(string path, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows, string? temporaryFolder = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        if (columns.Count == 0) throw new ArgumentException("A table needs at least one column.", nameof(columns));
        var written = 0;
        AtomicFile.Write(path, temporaryFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!, stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            using var csv = new CsvWriter(text, Rfc4180);
            WriteRow(csv, columns);
            foreach (var row in rows)
            {
                written++;
                if (row.Count != columns.Count)
                    throw new ArgumentException($"Row {written} has {row.Count} cells; the header has {columns.Count} columns.", nameof(rows));
                WriteRow(csv, row);
            }
        });
        return written;
    }

    private static void WriteRow(CsvWriter csv, IReadOnlyList<string?> cells)
    {
        foreach (var cell in cells) csv.WriteField(cell);
        csv.NextRecord();
    }
}
