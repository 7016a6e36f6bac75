using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Metrics;

/// <summary>How well a model fills in the fields of a template, each metric with its 95 % bootstrap interval.</summary>
public sealed record CatalogMetrics
{
    private CatalogMetrics(int rows, MetricInterval parseRate, IReadOnlyList<FieldMetrics> fields)
    {
        Rows = rows;
        ParseRate = parseRate;
        Fields = fields;
    }

    /// <summary>The evaluated rows.</summary>
    public int Rows { get; }

    /// <summary>Share of rows in whose answer every field of the template is readable. 0 to 1, higher is better.</summary>
    public MetricInterval ParseRate { get; }

    /// <summary>The metrics of each field, in the template's order.</summary>
    public IReadOnlyList<FieldMetrics> Fields { get; }

    /// <summary>The metrics of the field of that name.</summary>
    /// <param name="name">A field name of the template.</param>
    /// <exception cref="KeyNotFoundException">The template has no such field.</exception>
    public FieldMetrics this[string name] =>
        Fields.FirstOrDefault(field => field.Field.Name == name)
        ?? throw new KeyNotFoundException($"There is no field '{name}'; there are {string.Join(", ", Fields.Select(field => field.Field.Name))}.");

    /// <summary>Computes every metric of every field.</summary>
    /// <param name="template">The template.</param>
    /// <param name="rows">For each row the prediction of each field of the template, by field name.</param>
    /// <param name="options">Seed, resamples and training values.</param>
    /// <exception cref="ArgumentException">There is no row, a row lacks a field, or a confidence is no probability.</exception>
    public static CatalogMetrics Compute(AnswerTemplate template, IReadOnlyList<IReadOnlyDictionary<string, FieldPrediction>> rows, MetricOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (rows.Count == 0) throw new ArgumentException("There is no row to evaluate; metrics need at least one.", nameof(rows));

        var fields = template.Fields.Select(field => FieldMetrics.Compute(field, Column(field, rows), options)).ToArray();
        var complete = rows.Select(row => (double?)(template.Fields.All(field => IsReadable(field, row[field.Name].Predicted)) ? 1 : 0)).ToArray();
        return new CatalogMetrics(rows.Count, new Bootstrap(options).Mean(complete)!, fields);
    }

    private static FieldPrediction[] Column(AnswerField field, IReadOnlyList<IReadOnlyDictionary<string, FieldPrediction>> rows) =>
        [.. rows.Select((row, i) => row.TryGetValue(field.Name, out var prediction)
            ? prediction
            : throw new ArgumentException($"Row {i} of {rows.Count} has no prediction of the field '{field.Name}'.", nameof(rows)))];

    private static bool IsReadable(AnswerField field, string? predicted)
    {
        var text = WhiteSpace.Fold(predicted ?? "");
        return field.IsNumeric ? NumberFormat.TryRead(text, out _) : text.Length > 0;
    }
}
