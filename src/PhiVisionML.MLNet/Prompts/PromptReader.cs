using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;

namespace PhiVisionML.MLNet.Prompts;

/// <summary>
/// Reads a row's prompt from a column, or fills a template from columns. Numbers are written in the invariant culture;
/// a missing number is empty text. The result is plain text: nothing in it is taken for a control token.
/// </summary>
internal sealed class PromptReader
{
    private readonly PromptTemplate _template;
    private readonly DataViewSchema.Column[] _columns;

    private PromptReader(PromptTemplate template, DataViewSchema.Column[] columns) => (_template, _columns) = (template, columns);

    public IReadOnlyList<DataViewSchema.Column> Columns => _columns;

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not text.</exception>
    public static PromptReader FromColumn(IExceptionContext context, DataViewSchema schema, string name)
        => new(PromptTemplate.OfColumn(name), [InputColumn.Text.Find(context, schema, name)]);

    /// <exception cref="ArgumentOutOfRangeException">A placeholder's column is missing, or neither text nor number.</exception>
    public static PromptReader FromTemplate(IExceptionContext context, DataViewSchema schema, PromptTemplate template)
        => new(template, [.. template.Columns.Select(name => InputColumn.TextOrNumber.Find(context, schema, name))]);

    /// <summary>Makes a function that reads the prompt at the row's position.</summary>
    public Func<string> CreateReader(DataViewRow row)
    {
        var readers = _columns.ToDictionary(column => column.Name, column => CreateReader(row, row.Schema[column.Index]));
        return () => _template.Render(name => readers[name]());
    }

    private static Func<string> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        return type == typeof(ReadOnlyMemory<char>) ? Read<ReadOnlyMemory<char>>(row, column, value => value.ToString())
            : type == typeof(bool) ? Read<bool>(row, column, value => value ? "true" : "false")
            : type == typeof(float) ? Read<float>(row, column, value => float.IsNaN(value) ? "" : Invariant(value))
            : type == typeof(double) ? Read<double>(row, column, value => double.IsNaN(value) ? "" : Invariant(value))
            : type == typeof(sbyte) ? Read<sbyte>(row, column, Invariant)
            : type == typeof(byte) ? Read<byte>(row, column, Invariant)
            : type == typeof(short) ? Read<short>(row, column, Invariant)
            : type == typeof(ushort) ? Read<ushort>(row, column, Invariant)
            : type == typeof(int) ? Read<int>(row, column, Invariant)
            : type == typeof(uint) ? Read<uint>(row, column, Invariant)
            : type == typeof(long) ? Read<long>(row, column, Invariant)
            : Read<ulong>(row, column, Invariant);
    }

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static Func<string> Read<TValue>(DataViewRow row, DataViewSchema.Column column, Func<TValue, string> format)
    {
        var getter = row.GetGetter<TValue>(column);
        TValue value = default!;
        return () =>
        {
            getter(ref value);
            return format(value);
        };
    }
}
