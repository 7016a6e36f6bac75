using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Enrichment.Enriching;

/// <summary>Who looks at products: a local model, or one behind a chat client.</summary>
public interface IProductEnricher
{
    /// <summary>Most products of a call of <see cref="EnrichAsync"/>.</summary>
    int BatchSize { get; }

    /// <summary>Most calls of <see cref="EnrichAsync"/> at once.</summary>
    int MaxConcurrency { get; }

    /// <summary>Fingerprint of what is asked beside the picture: template and prompt, before cells are filled in.</summary>
    string PromptVersion { get; }

    /// <summary>Whoever answers is made ready; asked for an answer before, it makes itself ready.</summary>
    /// <exception cref="EnricherUnavailableException">It cannot answer now.</exception>
    Task LoadAsync(CancellationToken cancellation = default);

    /// <summary>Looks at products.</summary>
    /// <param name="products">One to <see cref="BatchSize"/> products.</param>
    /// <param name="cancellation">Ends the work soon.</param>
    /// <returns>A result for each product, in their order.</returns>
    /// <exception cref="EnricherUnavailableException">It cannot answer now, whatever the product; no product is to blame.</exception>
    /// <exception cref="Exception">The call failed as a whole; alone, each product may succeed.</exception>
    Task<IReadOnlyList<EnrichmentResult>> EnrichAsync(IReadOnlyList<EnrichmentProduct> products, CancellationToken cancellation);
}
