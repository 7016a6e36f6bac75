using Microsoft.ML;
using PhiVisionML.MLNet.Interop;

namespace PhiVisionML.MLNet;

/// <summary>The Phi-3-Vision transforms of <c>mlContext.Transforms</c>.</summary>
public static class PhiVisionCatalog
{
    /// <summary>Creates a <see cref="PhiVisionEstimator"/>, which answers a prompt about each row's picture.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The text column that receives the answer.</param>
    /// <param name="imageColumnName">The column of pictures: images, encoded bytes or paths.</param>
    /// <param name="promptColumnName">The text column of prompts; null asks what is shown.</param>
    /// <param name="baseModelPath">The folder of the base model; null takes that of the context's options or of the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column's name is empty.</exception>
    public static PhiVisionEstimator PhiVision(
        this TransformsCatalog catalog,
        string outputColumnName = PhiVisionScoringOptions.Defaults.OutputColumnName,
        string imageColumnName = PhiVisionScoringOptions.Defaults.ImageColumnName,
        string? promptColumnName = null,
        string? baseModelPath = null)
        => PhiVision(catalog, new PhiVisionEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ImageColumnName = imageColumnName,
            PromptColumnName = promptColumnName,
            BaseModelPath = baseModelPath,
        });

    /// <summary>Creates a <see cref="PhiVisionEstimator"/>, which answers a prompt about each row's pictures.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options; they are copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or two exclude each other.</exception>
    /// <exception cref="FormatException">The prompt template cannot be read.</exception>
    public static PhiVisionEstimator PhiVision(this TransformsCatalog catalog, PhiVisionEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(MLNetInterop.GetEnvironment(catalog), options);
    }

    /// <summary>Creates a <see cref="PhiVisionFineTuneEstimator"/>, which learns to fill in the fields of a template from each row's pictures.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options; they are copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is missing or out of its range, or two exclude each other.</exception>
    /// <exception cref="FormatException">The prompt template cannot be read.</exception>
    public static PhiVisionFineTuneEstimator PhiVisionFineTune(this TransformsCatalog catalog, PhiVisionFineTuneEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(MLNetInterop.GetEnvironment(catalog), options);
    }
}
