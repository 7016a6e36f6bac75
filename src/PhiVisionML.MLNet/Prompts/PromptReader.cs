using Microsoft.ML;
using Microsoft.ML.Runtime;
using PhiVisionML.Catalog.Prompts;
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
        var readers = _columns.ToDictionary(column => column.Name, column => ValueText.Reader(row, column));
        return () => _template.Render(name => readers[name]());
    }
}
