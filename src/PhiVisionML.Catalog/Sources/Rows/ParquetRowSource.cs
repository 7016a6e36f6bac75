using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace PhiVisionML.Catalog.Sources.Rows;

/// <summary>The rows of a Parquet file, of which one row group at a time is in memory. Columns of lists, structures and bytes are not read.</summary>
internal sealed class ParquetRowSource(string path) : IRowSource
{
    /// <summary>A larger group is damage, or more than should be held at once.</summary>
    private const int MostRowsInGroup = 10_000_000;

    private delegate string?[] ColumnReader(ParquetRowGroupReader group, DataField field);

    private static readonly Dictionary<Type, ColumnReader> ColumnReaders = new()
    {
        [typeof(ReadOnlyMemory<char>)] = Texts,
        [typeof(bool)] = (group, field) => Values<bool>(group, field, value => value ? "true" : "false"),
        [typeof(sbyte)] = Numbers<sbyte>,
        [typeof(byte)] = Numbers<byte>,
        [typeof(short)] = Numbers<short>,
        [typeof(ushort)] = Numbers<ushort>,
        [typeof(int)] = Numbers<int>,
        [typeof(uint)] = Numbers<uint>,
        [typeof(long)] = Numbers<long>,
        [typeof(ulong)] = Numbers<ulong>,
        [typeof(float)] = Numbers<float>,
        [typeof(double)] = Numbers<double>,
        [typeof(decimal)] = Numbers<decimal>,
        [typeof(DateTime)] = (group, field) => Values<DateTime>(group, field, value => value.ToString("s", CultureInfo.InvariantCulture)),
        [typeof(DateOnly)] = (group, field) => Values<DateOnly>(group, field, value => value.ToString("O", CultureInfo.InvariantCulture)),
    };

    public IReadOnlyList<string> ReadColumns()
    {
        using var stream = File.OpenRead(path);
        var (reader, columns, fields) = Decode(() => Open(stream));
        Close(reader);
        string[] names = [.. columns.Select(field => field.Name)];
        if (names.Length == 0) throw new InvalidDataException($"'{path}' has no column of text, numbers, dates or truth values among {fields}; write one for each field.");
        NamedCells.RequireDistinct(path, names);
        return names;
    }

    public IEnumerable<SourceRow> ReadRows()
    {
        using var stream = File.OpenRead(path);
        var (reader, columns, _) = Decode(() => Open(stream));
        try
        {
            var set = new ColumnSet([.. columns.Select(field => field.Name)]);
            var number = 0;
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                var (rows, texts) = Decode(() => ReadGroup(reader, g, columns));
                for (var r = 0; r < rows; r++) yield return Row(++number, set, texts, r);
            }
        }
        finally
        {
            Close(reader);
        }
    }

    private static SourceRow Row(int number, ColumnSet columns, string?[][] texts, int index) =>
        new() { Number = number, Cells = new RowCells(columns, [.. texts.Select(column => SourceRow.Content(column[index]))]) };

    private static (ParquetReader Reader, DataField[] Columns, int Fields) Open(FileStream stream)
    {
        ParquetFooter.Check(stream);
        var reader = ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult();
        var fields = reader.Schema.Fields;
        return (reader, [.. fields.OfType<DataField>().Where(field => !field.IsArray && ColumnReaders.ContainsKey(field.ClrType))], fields.Count);
    }

    private static void Close(ParquetReader reader) => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private (int Rows, string?[][] Texts) ReadGroup(ParquetReader reader, int index, DataField[] columns)
    {
        using var group = reader.OpenRowGroupReader(index);
        if (group.RowCount is < 0 or > MostRowsInGroup)
            throw new InvalidDataException($"Row group {index} of '{path}' has {group.RowCount} rows; a group is held in memory: write groups of at most {MostRowsInGroup} rows.");
        return ((int)group.RowCount, [.. columns.Select(field => ColumnReaders[field.ClrType](group, field))]);
    }

    /// <summary>The library's decoder meets damage with exceptions of every kind.</summary>
    private T Decode<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not InvalidDataException { InnerException: null } own || !own.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}' is not a Parquet file that can be read ({error.Message}); write it anew in format version 1, without encryption.", error);
        }
    }

    private static string?[] Texts(ParquetRowGroupReader group, DataField field)
    {
        var texts = new string?[group.RowCount];
        group.ReadAsync(field, texts.AsMemory()!).AsTask().GetAwaiter().GetResult();
        return texts;
    }

    private static string?[] Numbers<T>(ParquetRowGroupReader group, DataField field)
        where T : struct, IFormattable => Values<T>(group, field, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static string?[] Values<T>(ParquetRowGroupReader group, DataField field, Func<T, string> text)
        where T : struct
    {
        if (field.IsNullable)
        {
            var cells = new T?[group.RowCount];
            group.ReadAsync(field, cells.AsMemory()).AsTask().GetAwaiter().GetResult();
            return Array.ConvertAll(cells, cell => cell is { } value ? text(value) : null);
        }
        var values = new T[group.RowCount];
        group.ReadAsync(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(values, value => (string?)text(value));
    }
}
