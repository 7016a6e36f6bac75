using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.MLNet.Columns;

namespace PhiVisionML.MLNet.Evaluation;

/// <summary>Reads truths, predictions and confidences of a template's fields from scored rows.</summary>
internal sealed class PredictionReader
{
    private static readonly InputColumn Confidence = new("Single", (type, isVector) => !isVector && type == NumberDataViewType.Single);
    private static readonly InputColumn Number = new("Double", (type, isVector) => !isVector && type == NumberDataViewType.Double);

    private readonly AnswerTemplate _template;
    private readonly FieldValues _truths;
    private readonly DataViewSchema.Column[] _predictions;
    private readonly DataViewSchema.Column?[] _confidences;

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public PredictionReader(IExceptionContext context, DataViewSchema schema, AnswerTemplate template, string fieldSuffix, string confidenceSuffix)
    {
        _template = template;
        _truths = new(context, schema, template);
        _predictions = [.. template.Fields.Select(field => (field.IsNumeric ? Number : InputColumn.Text).Find(context, schema, field.Name + fieldSuffix))];
        _confidences = [.. template.Fields.Select(field => schema.GetColumnOrNull(field.Name + confidenceSuffix) is { } column
            ? Confidence.Find(context, schema, column.Name)
            : (DataViewSchema.Column?)null)];
    }

    public IReadOnlyList<IReadOnlyDictionary<string, FieldPrediction>> Read(IDataView data)
    {
        var rows = new List<IReadOnlyDictionary<string, FieldPrediction>>();
        using var cursor = data.GetRowCursor(_truths.Columns.Concat(_predictions).Concat(_confidences.OfType<DataViewSchema.Column>()));
        var truths = _truths.CreateReader(cursor);
        var predictions = _template.Fields.Select((field, i) => field.IsNumeric ? NumberReader(cursor, _predictions[i]) : TextReader(cursor, _predictions[i])).ToArray();
        var confidences = Array.ConvertAll(_confidences, column => column is { } known ? ConfidenceReader(cursor, known) : () => null);
        while (cursor.MoveNext())
        {
            var truth = truths();
            rows.Add(_template.Fields.Select((field, i) => (field.Name, Prediction: new FieldPrediction(truth[i], predictions[i](), confidences[i]())))
                .ToDictionary(field => field.Name, field => field.Prediction));
        }

        return rows;
    }

    private static Func<string?> TextReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = ValueText.Reader(row, column);
        return () => read() is { Length: > 0 } text ? text : null;
    }

    private static Func<string?> NumberReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = Read<double>(row, column);
        return () => read() is var number && double.IsFinite(number) ? number.ToString("F" + NumberFormat.MaxDecimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
    }

    private static Func<double?> ConfidenceReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = Read<float>(row, column);
        return () => read() is var confidence && float.IsNaN(confidence) ? null : confidence;
    }

    private static Func<T> Read<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(row.Schema[column.Index]);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }
}
