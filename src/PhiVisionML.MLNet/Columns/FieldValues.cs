using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.MLNet.Columns;

/// <summary>Reads the true values of a template's fields from the columns of their names.</summary>
internal sealed class FieldValues
{
    private readonly AnswerTemplate _template;

    /// <exception cref="ArgumentOutOfRangeException">A field's column is missing, or neither text nor number.</exception>
    public FieldValues(IExceptionContext context, DataViewSchema schema, AnswerTemplate template)
    {
        _template = template;
        Columns = [.. template.Fields.Select(field => InputColumn.TextOrNumber.Find(context, schema, field.Name))];
    }

    /// <summary>The columns, in the order of the fields.</summary>
    public IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>Makes a function that reads the raw values at the row's position, in the order of the fields.</summary>
    public Func<IReadOnlyList<string>> CreateReader(DataViewRow row)
    {
        var readers = _template.Fields.Select((field, i) => Reader(row, Columns[i], field)).ToArray();
        return () => Array.ConvertAll(readers, read => read());
    }

    // The digits of a number column are not left to the reader of prices, which would take 129.999 for a hundred thousand.
    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column, AnswerField field)
    {
        var read = ValueText.Reader(row, column);
        if (!field.IsNumeric || column.Type is not NumberDataViewType)
            return read;
        return () => decimal.TryParse(read(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? NumberFormat.Render(value, field.Decimals) : "";
    }
}
