using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.MLNet.Columns;
using PhiVisionML.MLNet.Interop;
using PhiVisionML.Catalog.Prompts;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>Tells an estimator's output columns before there are any data.</summary>
internal static class OutputShape
{
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public static SchemaShape Of(IExceptionContext context, SchemaShape input, ScoringSettings settings)
    {
        foreach (var name in settings.ImageColumnNames)
            InputColumn.Picture.Check(context, input, name);
        if (settings.PromptColumnName is { } prompt)
            InputColumn.Text.Check(context, input, prompt);
        else
        {
            foreach (var name in PromptTemplate.Parse(settings.PromptTemplate!).Columns)
                InputColumn.TextOrNumber.Check(context, input, name);
        }

        var columns = input.ToDictionary(column => column.Name);
        foreach (var added in OutputColumns.Of(settings).Columns)
            columns[added.Name] = MLNetInterop.CreateColumn(added.Name, SchemaShape.Column.VectorKind.Scalar, added.Type, false, null);
        return new(columns.Values);
    }
}
