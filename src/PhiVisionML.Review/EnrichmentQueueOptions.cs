using PhiVisionML.Catalog.Pictures;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Runs;

namespace PhiVisionML.Review;

/// <summary>How the queue is served. Read once, when it is mapped.</summary>
public sealed class EnrichmentQueueOptions : EnrichmentEndpointOptions
{
    /// <summary>The defaults.</summary>
    public EnrichmentQueueOptions() : base("/enrichment", 16 << 20, EncodedPicture.UsualMostPixels)
    {
    }

    /// <summary>
    /// What is asked about products now, and by which adapter they are to be answered: the jobs follow from it. Must be set. It is called once a request
    /// that brings products, and told when the sender has left; by an <see cref="EnricherUnavailableException"/> it says that nobody can be asked, and the sender is told when to come again.
    /// </summary>
    public Func<CancellationToken, Task<CatalogQuestion>>? Question { get; set; }

    /// <summary>Where pictures are stored that come with a product, each as its SHA-256. Null, the default: such pictures are refused. Is made if need be.</summary>
    public string? UploadFolder { get; set; }

    /// <summary>
    /// Most bytes of all files in and below <see cref="UploadFolder"/>; requests whose pictures do not fit get 507. Default 10 GiB; at least 1. Counted when the first picture comes and again
    /// every few minutes, so that what other programs add and remove counts, too.
    /// </summary>
    public long MaxUploadBytes { get; set; } = 10L << 30;

    /// <summary>Most bytes of a request, pictures included (a data: URI has four for three of the picture). Default 64 MiB; at least 1.</summary>
    public int MaxBodyBytes { get; set; } = 64 << 20;

    /// <summary>Most products of a request. Default 1,000; at least 1.</summary>
    public int MaxProducts { get; set; } = 1_000;

    /// <summary>Most characters of a cell. Default 20,000; at least 1.</summary>
    public int MaxCellLength { get; set; } = 20_000;

    private protected override IEnumerable<string> Faults()
    {
        if (Question is null)
            yield return $"{nameof(Question)} is missing; it says what is asked about products.";
        if (File.Exists(UploadFolder))
            yield return $"{nameof(UploadFolder)} is '{UploadFolder}', which is a file.";
        foreach (string fault in BelowOne((nameof(MaxUploadBytes), MaxUploadBytes), (nameof(MaxBodyBytes), MaxBodyBytes), (nameof(MaxProducts), MaxProducts), (nameof(MaxCellLength), MaxCellLength)))
            yield return fault;
    }
}
