using Microsoft.ML.Runtime;

namespace PhiVisionML.MLNet.Storage;

/// <summary>Finds the base model that an estimator works on.</summary>
internal static class BaseModelFinder
{
    /// <param name="environment">The context's own environment, whose options may name a folder.</param>
    /// <param name="host">Processes the exceptions.</param>
    /// <param name="folder">The folder that the estimator's options name; null for that of context or environment.</param>
    /// <param name="wanted">The base that an adapter was made with; null if any will do.</param>
    /// <exception cref="FileNotFoundException">No base model is named, or the wanted one is not found.</exception>
    /// <exception cref="FormatException">The folder holds no model, or another than the wanted one.</exception>
    public static BaseModelReference Find(IHostEnvironment environment, IHost host, string? folder, BaseModelReference? wanted)
    {
        var locator = PhiVisionTransformer.CreateLocator(environment);
        if (folder is null && wanted is not null)
            return wanted with { Path = locator.Find(wanted) };

        folder ??= locator.FindAny();
        try
        {
            var found = BaseModelReference.Of(folder);
            return wanted?.Fingerprint.DifferenceTo(found.Fingerprint) is { } difference
                ? throw new FormatException($"it is not the base model '{wanted.ModelId}' that the adapter was made with: {difference}")
                : found;
        }
        catch (FormatException failure)
        {
            throw host.Process(new FormatException($"The base model '{folder}' cannot be used: {failure.Message}.", failure));
        }
    }
}
