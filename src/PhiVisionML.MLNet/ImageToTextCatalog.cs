using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;
using PhiVisionML.MLNet.Evaluation;
using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet;

/// <summary>The task of telling text from pictures: <c>mlContext.ImageToText</c>.</summary>
public sealed class ImageToTextCatalog
{
    private readonly MLContext _context;

    internal ImageToTextCatalog(MLContext context) => _context = context;

    /// <summary>Says how well a model fills in the fields of a template.</summary>
    /// <param name="data">
    /// Scored rows: for each field the truth in the column of its name (text or number), the prediction in
    /// <c>{field}{fieldColumnSuffix}</c> (text for texts and choices, <see cref="double"/> for numbers and prices) and, if there is
    /// such a column, its confidence in <c>{field}{confidenceColumnSuffix}</c> (<see cref="float"/>).
    /// </param>
    /// <param name="template">The template.</param>
    /// <param name="options">Seed, bootstrap resamples, and the training values from which baselines are taken; null for the defaults.</param>
    /// <param name="fieldColumnSuffix">What follows a field's name in the name of the predicted column.</param>
    /// <param name="confidenceColumnSuffix">What follows a field's name in the name of the confidence's column.</param>
    /// <returns>For each field its metrics with 95 % bootstrap intervals. Rows without a known truth are left out of a field's metrics and counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public CatalogMetrics Evaluate(
        IDataView data,
        AnswerTemplate template,
        MetricOptions? options = null,
        string fieldColumnSuffix = PhiVisionScoringOptions.Defaults.FieldColumnSuffix,
        string confidenceColumnSuffix = PhiVisionScoringOptions.Defaults.ConfidenceColumnSuffix)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(template);
        var host = MLNetInterop.GetEnvironment(_context.Transforms).Register(nameof(ImageToTextCatalog));
        var rows = new PredictionReader(host, data.Schema, template, fieldColumnSuffix, confidenceColumnSuffix).Read(data);
        return CatalogMetrics.Compute(template, rows, options ?? new());
    }
}
