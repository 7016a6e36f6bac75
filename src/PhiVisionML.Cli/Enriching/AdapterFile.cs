using PhiVisionML.Catalog;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Hosting;

namespace PhiVisionML.Cli.Enriching;

/// <summary>A model that is to be put in force.</summary>
internal static class AdapterFile
{
    /// <summary>Opens the model without its weights, so that nothing is put in force that no worker could answer with.</summary>
    /// <param name="path">A model zip, or an adapter's folder.</param>
    /// <param name="options">Where its base is.</param>
    /// <returns>Its full path, what it is known by, and what it is asked with.</returns>
    /// <exception cref="InvalidDataException">It is no model, or none that fills in fields.</exception>
    /// <exception cref="FileNotFoundException">It is not there, or its base is not.</exception>
    public static AdapterPromotion Open(string path, LocalModelOptions options)
    {
        string full = Path.GetFullPath(path);
        try
        {
            using var enricher = options.Open(full);
            return new AdapterPromotion(enricher.Adapter, full) { Columns = [.. enricher.Prompt.Columns.Except([Product.CodeColumn])] };
        }
        catch (Exception e) when (e is not FileNotFoundException)
        {
            throw new InvalidDataException($"'{full}' cannot be put in force: {e.Message}", e);
        }
    }
}
