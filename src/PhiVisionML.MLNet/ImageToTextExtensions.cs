using Microsoft.ML;
using PhiVisionML.Catalog.Answers;
using PhiVisionML.Catalog.Metrics;

namespace PhiVisionML.MLNet;

/// <summary>Puts the image-to-text task beside ML.NET's own.</summary>
public static class ImageToTextExtensions
{
    extension(MLContext context)
    {
        /// <summary>The task of telling text from pictures. For compilers before C# 14 there is <see cref="EvaluateImageToText"/>.</summary>
        public ImageToTextCatalog ImageToText => new(context);
    }

    /// <inheritdoc cref="ImageToTextCatalog.Evaluate"/>
    /// <param name="context">The context.</param>
    /// <param name="data"><inheritdoc cref="ImageToTextCatalog.Evaluate" path="/param[@name='data']"/></param>
    /// <param name="template">The template.</param>
    /// <param name="options">Seed, bootstrap resamples and training values; null for the defaults.</param>
    public static CatalogMetrics EvaluateImageToText(this MLContext context, IDataView data, AnswerTemplate template, MetricOptions? options = null)
        => new ImageToTextCatalog(context).Evaluate(data, template, options);
}
