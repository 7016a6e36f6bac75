using PhiVisionML.Catalog.Answers;

namespace PhiVisionML.Catalog.Metrics;

/// <summary>How well one field is told. Exactly one of <see cref="Text"/>, <see cref="Choice"/> and <see cref="Number"/> is set, by the field's kind; none if no row's truth is known.</summary>
public sealed record FieldMetrics
{
    private FieldMetrics(AnswerField field) => Field = field;

    /// <summary>The field.</summary>
    public AnswerField Field { get; }

    /// <summary>Rows whose truth is known; all metrics are over these.</summary>
    public int Rows { get; private init; }

    /// <summary>Rows left out because their truth is missing or unreadable.</summary>
    public int RowsWithoutTruth { get; private init; }

    /// <summary>Share of rows whose answer does not hold the field readably. 0 to 1, lower is better; <c>null</c> without rows.</summary>
    public MetricInterval? UnreadableRate { get; private init; }

    /// <summary>
    /// Expected calibration error over ten equal bins: how far confidence and the share of right answers (<see cref="FieldPrediction.IsCorrect"/>) are apart on average.
    /// 0 to 1, lower is better; over the rows with a confidence, <c>null</c> if there are none. It is biased upwards when rows are few, and so is its interval.
    /// </summary>
    public MetricInterval? CalibrationError { get; private init; }

    /// <summary>The metrics of a text.</summary>
    public TextMetrics? Text { get; private init; }

    /// <summary>The metrics of a choice.</summary>
    public ChoiceMetrics? Choice { get; private init; }

    /// <summary>The metrics of a number or price.</summary>
    public NumberMetrics? Number { get; private init; }

    /// <summary>Computes the metrics of one field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="predictions">One prediction a row.</param>
    /// <param name="options">Seed, resamples and training values.</param>
    /// <exception cref="ArgumentException">A confidence is no probability, or there is less than one resample.</exception>
    public static FieldMetrics Compute(AnswerField field, IReadOnlyList<FieldPrediction> predictions, MetricOptions options)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 1, nameof(options));

        var rows = predictions.Select(prediction => JudgedPrediction.Of(field, prediction)).OfType<JudgedPrediction>().ToArray();
        var metrics = new FieldMetrics(field) { Rows = rows.Length, RowsWithoutTruth = predictions.Count - rows.Length };
        if (rows.Length == 0) return metrics;

        var bootstrap = new Bootstrap(options);
        var training = options.TrainingValues.GetValueOrDefault(field.Name, [])
            .Select(value => JudgedPrediction.TruthOf(field, value)).OfType<string>().ToArray();
        metrics = metrics with
        {
            UnreadableRate = bootstrap.Mean([.. rows.Select(row => (double?)(row.Predicted is null ? 1 : 0))]),
            CalibrationError = Metrics.CalibrationError.Compute(rows, bootstrap),
        };
        return field.Kind switch
        {
            AnswerFieldKind.Text => metrics with { Text = TextMetrics.Compute(rows, bootstrap) },
            AnswerFieldKind.Choice => metrics with { Choice = ChoiceMetrics.Compute(rows, training, bootstrap) },
            _ => metrics with { Number = NumberMetrics.Compute(rows, [.. training.Select(ReadNumber)], bootstrap) },
        };
    }

    private static double ReadNumber(string normalized)
    {
        NumberFormat.TryRead(normalized, out var value);
        return value;
    }
}
