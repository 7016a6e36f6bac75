using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Jobs;
using PhiVisionML.Enrichment.Ledger;
using PhiVisionML.Enrichment.Releases;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting.Health;
using PhiVisionML.Hosting.Telemetry;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Hosting;

/// <summary>Puts a catalog's enrichment into an application.</summary>
public static class CatalogEnrichmentServiceCollectionExtensions
{
    /// <summary>The tag of the health check that says whether the worker lives.</summary>
    public const string LiveTag = "live";

    /// <summary>The tag of the health check that says whether the worker can answer.</summary>
    public const string ReadyTag = "ready";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Adds a worker with its store, health checks (tags <see cref="LiveTag"/>, <see cref="ReadyTag"/>), meter and traces (<see cref="EnrichmentMetrics.Name"/>).
    /// Say next who answers. Options are bound to <see cref="CatalogEnrichmentOptions.Section"/> and checked at the start.
    /// </summary>
    /// <remarks>Called again, it adds no second worker: what is configured holds over what was before, and of several who answer the last one does.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options, over what the configuration says.</param>
    public static CatalogEnrichmentBuilder AddCatalogEnrichment(this IServiceCollection services, Action<CatalogEnrichmentOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddEnrichmentStore(configure);
        services.AddMetrics();
        services.TryAddSingleton<EnrichmentMetrics>();
        services.TryAddSingleton<WorkerPulse>();
        services.TryAddSingleton<IProductEnricher>(_ => throw new InvalidOperationException(
            $"Nobody answers: go on from {nameof(AddCatalogEnrichment)} with {nameof(CatalogEnrichmentBuilder.UseModel)}, {nameof(CatalogEnrichmentBuilder.UsePromotedModel)}, "
            + $"{nameof(CatalogEnrichmentBuilder.UseChatClient)} or {nameof(CatalogEnrichmentBuilder.UseEnricher)}, or call {nameof(AddEnrichmentStore)} for a program without a worker."));
        if (services.Any(service => service.ImplementationType == typeof(EnrichmentWorker)))
            return new CatalogEnrichmentBuilder(services);
        services.AddHostedService<EnrichmentWorker>();
        services.AddHealthChecks().AddCheck<WorkerLiveCheck>("enrichment worker lives", tags: [LiveTag]).AddCheck<WorkerReadyCheck>("enrichment worker is ready", tags: [ReadyTag]);
        services.AddOptions<HostOptions>().PostConfigure<IOptions<CatalogEnrichmentOptions>>((host, worker) =>
        {
            if (host.ShutdownTimeout < worker.Value.DrainTime + Farewell)
                host.ShutdownTimeout = worker.Value.DrainTime + Farewell;
        });
        return new CatalogEnrichmentBuilder(services);
    }

    /// <summary>Adds queue, ledger and adapter releases without a worker: for applications that queue, review or export. Called again, it configures further.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options, over what the configuration says.</param>
    public static IServiceCollection AddEnrichmentStore(this IServiceCollection services, Action<CatalogEnrichmentOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<CatalogEnrichmentOptions>();
        if (services.All(service => service.ImplementationType != typeof(CatalogEnrichmentOptionsValidator)))   // bound again, the configuration would hold over an earlier call
        {
            options.BindConfiguration(CatalogEnrichmentOptions.Section).ValidateOnStart();
            services.AddSingleton<IValidateOptions<CatalogEnrichmentOptions>, CatalogEnrichmentOptionsValidator>();
        }

        if (configure is not null)
            options.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
        {
            var chosen = provider.GetRequiredService<IOptions<CatalogEnrichmentOptions>>().Value;
            return EnrichmentDatabase.Open(chosen.Store, chosen.Retries);
        });
        services.TryAddSingleton<IEnrichmentJobStore>(provider => provider.GetRequiredService<EnrichmentDatabase>().Jobs);
        services.TryAddSingleton<IEnrichmentLedger>(provider => provider.GetRequiredService<EnrichmentDatabase>().Ledger);
        services.TryAddSingleton<IAdapterReleases>(provider => provider.GetRequiredService<EnrichmentDatabase>().Releases);
        return services;
    }
}
