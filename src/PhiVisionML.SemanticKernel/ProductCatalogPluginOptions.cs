using PhiVisionML.Catalog.Asking;
using PhiVisionML.Catalog.Prices;
using PhiVisionML.SemanticKernel.Asking;
using PhiVisionML.SemanticKernel.Catalogs;

namespace PhiVisionML.SemanticKernel;

/// <summary>How a <see cref="ProductCatalogPlugin"/> looks at products. Checked when the plugin is made, and not to be changed afterwards.</summary>
public sealed class ProductCatalogPluginOptions
{
    /// <summary>What the model is asked: for a tuned one, what its adapter was trained on (<see cref="TunedAdapter.Question"/>).</summary>
    public required ProductQuestion Question { get; set; }

    /// <summary>Folders whose pictures an agent may name by path, subfolders included; none by default. Pictures of the catalog's products need none.</summary>
    public IList<string> PictureFolders { get; } = [];

    /// <summary>Most bytes of a picture as it is encoded. Default 20 MiB; at least 1.</summary>
    public int MaxPictureBytes { get; set; } = 20 << 20;

    /// <summary>What the model's prices are in, as a three-letter code; null (default) if unknown.</summary>
    public string? Currency { get; set; }

    /// <summary>
    /// How many answers are drawn for the shares of a category and the range of a price. Default 8, which Phi-3-Vision gives in one batch;
    /// 0 draws none. Every draw is a request to the model.
    /// </summary>
    public int Draws { get; set; } = 8;

    /// <summary>From which similarity on (1 less Levenshtein's distance over the longer length) two titles agree. Default 0.6; 0 to 1.</summary>
    public double TitleSimilarity { get; set; } = 0.6;

    /// <summary>How far a listing's price may be from the model's, as a share of the model's. Default 0.25; from 0.</summary>
    public double PriceTolerance { get; set; } = 0.25;

    /// <summary>Takes products to enrich; null (default) lets the plugin's own model propose values at once.</summary>
    public IEnrichmentQueue? EnrichmentQueue { get; set; }

    /// <exception cref="ArgumentException">A value is out of range; the message says which.</exception>
    internal void Validate()
    {
        Question.Validate();
        foreach (string folder in PictureFolders.Where(folder => !Directory.Exists(folder)))
            throw new ArgumentException($"{nameof(PictureFolders)} has '{folder}', which is no folder.");
        if (Currency is not null && !CurrencyMeaning.IsCode(Currency))
            throw new ArgumentException($"{nameof(Currency)} is '{Currency}'; it must be a three-letter code such as EUR.");
        if (MaxPictureBytes < 1)
            throw new ArgumentException($"{nameof(MaxPictureBytes)} is {MaxPictureBytes}; it must be at least 1.");
        if (Draws < 0)
            throw new ArgumentException($"{nameof(Draws)} is {Draws}; it must be at least 0.");
        if (TitleSimilarity is not (>= 0 and <= 1))
            throw new ArgumentException(FormattableString.Invariant($"{nameof(TitleSimilarity)} is {TitleSimilarity}; it must be 0 to 1."));
        if (PriceTolerance is not >= 0)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(PriceTolerance)} is {PriceTolerance}; it must be at least 0."));
    }
}
