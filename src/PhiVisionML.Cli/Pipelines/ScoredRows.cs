using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.MLNet;

namespace PhiVisionML.Cli.Pipelines;

/// <summary>Reads scored data views into memory, in one pass.</summary>
internal static class ScoredRows
{
    /// <summary>Scores by reading.</summary>
    /// <param name="scored">What a <see cref="PhiVisionTransformer"/> made of a view of products.</param>
    /// <param name="template">The template whose fields were predicted.</param>
    /// <param name="onRow">Called after each row with the number of rows read.</param>
    /// <param name="cancellation">Looked at between rows.</param>
    public static IReadOnlyList<ScoredRow> Read(IDataView scored, AnswerTemplate template, Action<int> onRow, CancellationToken cancellation)
    {
        var rows = new List<ScoredRow>();
        using var cursor = scored.GetRowCursor(scored.Schema);
        var code = Text(cursor, ProductDataExtensions.ProductCodeColumnName);
        var image = Text(cursor, ProductDataExtensions.ImagePathColumnName);
        var text = Text(cursor, PhiVisionScoringOptions.Defaults.OutputColumnName);
        var error = Text(cursor, PhiVisionScoringOptions.Defaults.ErrorColumnName);
        var fields = template.Fields.Select(f => (f.Name, Read: Field(cursor, f))).ToArray();
        while (cursor.MoveNext())
        {
            rows.Add(new ScoredRow(code(), image(), text(), error(), fields.ToDictionary(f => f.Name, f => f.Read())));
            onRow(rows.Count);
            cancellation.ThrowIfCancellationRequested();
        }

        return rows;
    }

    private static Func<FieldPrediction> Field(DataViewRowCursor cursor, AnswerField field)
    {
        string column = field.Name + PhiVisionScoringOptions.Defaults.FieldColumnSuffix;
        var truth = Text(cursor, field.Name);
        var predicted = field.IsNumeric ? Number(cursor, column, field) : Text(cursor, column);
        var confidence = Single(cursor, field.Name + PhiVisionScoringOptions.Defaults.ConfidenceColumnSuffix);
        return () => new FieldPrediction(NullIfEmpty(truth()), NullIfEmpty(predicted()), float.IsNaN(confidence()) ? null : confidence());
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Func<string> Text(DataViewRowCursor cursor, string name)
    {
        if (cursor.Schema.GetColumnOrNull(name) is not { } column)
            return () => "";
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        return () =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            return value.ToString();
        };
    }

    private static Func<string> Number(DataViewRowCursor cursor, string name, AnswerField field)
    {
        var getter = cursor.GetGetter<double>(cursor.Schema[name]);
        return () =>
        {
            double value = 0;
            getter(ref value);
            return double.IsNaN(value) ? "" : NumberFormat.Render((decimal)value, field.Decimals);
        };
    }

    private static Func<float> Single(DataViewRowCursor cursor, string name)
    {
        var getter = cursor.GetGetter<float>(cursor.Schema[name]);
        return () =>
        {
            float value = 0;
            getter(ref value);
            return value;
        };
    }
}
