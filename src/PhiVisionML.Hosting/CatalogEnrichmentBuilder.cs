using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Hosting.Enrichers;

namespace PhiVisionML.Hosting;

/// <summary>Goes on from <see cref="CatalogEnrichmentServiceCollectionExtensions.AddCatalogEnrichment"/>: who answers.</summary>
/// <param name="services">The application's services.</param>
public sealed class CatalogEnrichmentBuilder(IServiceCollection services)
{
    /// <summary>The application's services.</summary>
    public IServiceCollection Services => services;

    /// <summary>A model on this machine, always the same one.</summary>
    /// <param name="path">A model zip, or an adapter's folder.</param>
    /// <param name="options">How it works; <c>null</c> for the defaults.</param>
    public CatalogEnrichmentBuilder UseModel(string path, LocalModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return UseEnricher(_ => (options ?? new LocalModelOptions()).Open(path));
    }

    /// <summary>The model on this machine that was promoted last (<see cref="IAdapterReleases"/>); a change is followed between batches, without a restart.</summary>
    /// <param name="options">How it works; <c>null</c> for the defaults.</param>
    /// <param name="switching">How changes are followed; <c>null</c> for the defaults.</param>
    public CatalogEnrichmentBuilder UsePromotedModel(LocalModelOptions? options = null, SwitchingEnricherOptions? switching = null)
        => UseEnricher(provider => new SwitchingEnricher(
            provider.GetRequiredService<IAdapterReleases>(),
            (release, _) => Task.FromResult<IProductEnricher>((options ?? new LocalModelOptions()).Open(release.Path)),
            switching, provider.GetService<ILogger<SwitchingEnricher>>(), provider.GetRequiredService<TimeProvider>()));

    /// <summary>The application's <see cref="IChatClient"/>: a remote cluster, say.</summary>
    /// <param name="options">What it is asked, and within which limits.</param>
    public CatalogEnrichmentBuilder UseChatClient(ChatClientEnricherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return UseEnricher(provider => new ChatClientEnricher(provider.GetRequiredService<IChatClient>(), options, provider.GetService<ILogger<ChatClientEnricher>>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Any enricher.</summary>
    /// <param name="create">Makes it, once.</param>
    public CatalogEnrichmentBuilder UseEnricher(Func<IServiceProvider, IProductEnricher> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        services.AddSingleton(create);
        return this;
    }
}
