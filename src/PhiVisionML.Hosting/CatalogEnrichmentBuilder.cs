using Microsoft.Extensions.DependencyInjection;
using PhiVisionML.Enrichment.Enriching;

namespace PhiVisionML.Hosting;

/// <summary>Goes on from <see cref="CatalogEnrichmentServiceCollectionExtensions.AddCatalogEnrichment"/>: who answers.</summary>
/// <param name="services">The application's services.</param>
public sealed class CatalogEnrichmentBuilder(IServiceCollection services)
{
    /// <summary>The application's services.</summary>
    public IServiceCollection Services => services;

    /// <summary>Any enricher.</summary>
    /// <param name="create">Makes it, once.</param>
    public CatalogEnrichmentBuilder UseEnricher(Func<IServiceProvider, IProductEnricher> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        services.AddSingleton(create);
        return this;
    }
}
