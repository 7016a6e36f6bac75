using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PhiVisionML.Cli.Serving;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Telemetry;
using PhiVisionML.Hosting.Watching;
using PhiVisionML.Review;

namespace PhiVisionML.Cli.Enriching;

/// <summary>The program of a worker: jobs, watched folder, health, the reviewer's page. Nothing but the options configures it, and OpenTelemetry's own variables.</summary>
/// <param name="plan">What it does.</param>
internal sealed class WorkerProgram(WorkerPlan plan)
{
    // OpenTelemetry's variable; without it nothing is exported.
    private const string TelemetryVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Works until it is stopped.</summary>
    /// <param name="listening">Told the address once connections are taken.</param>
    /// <param name="cancellation">Stops it; jobs under way end within the drain time or are given back.</param>
    public async Task RunAsync(Action<string> listening, CancellationToken cancellation)
    {
        using var host = plan.Listening is { } address ? Serving(address, listening) : Working();
        BackgroundService[] services = [.. host.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
        await host.RunAsync(cancellation).ConfigureAwait(false);
        foreach (var service in services.Where(service => service.ExecuteTask is { IsFaulted: true }))
            await service.ExecuteTask!.ConfigureAwait(false);   // throws what it failed by
    }

    private IHost Working()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Configure(builder);
        return builder.Build();
    }

    private WebApplication Serving(Listening address, Action<string> listening)
    {
        var builder = WebServer.CreateBuilder(address.Address);
        builder.Services.AddEnrichmentReview();
        Configure(builder);
        var application = builder.Build();
        application.UseForwardedHeaders(TrustedProxies.Believe(plan.TrustedProxies));
        application.MapHealthChecks(WebServer.Live, Tagged(CatalogEnrichmentServiceCollectionExtensions.LiveTag));
        application.MapHealthChecks(WebServer.Ready, Tagged(CatalogEnrichmentServiceCollectionExtensions.ReadyTag));
        if (plan.Review is { } review)
        {
            application.MapEnrichmentReview(review);
            application.MapGet("/", () => Results.Redirect("review"));
        }

        if (plan.Queue is { } queue)
            application.MapEnrichmentQueue(queue);
        application.WhenListening(listening);
        return application;
    }

    private static HealthCheckOptions Tagged(string tag) => new() { Predicate = check => check.Tags.Contains(tag) };

    private void Configure(IHostApplicationBuilder builder)
    {
        builder.Logging.ToStandardError(plan.JsonLog);
        builder.Services.AddSystemd();
        if (SystemdWatchdog.Limit is { } limit)
        {
            builder.Services.AddHealthChecks();
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<SystemdWatchdog>(services, limit, TimeProvider.System));
        }

        builder.Services.AddSingleton(plan.Database.Jobs).AddSingleton(plan.Database.Ledger).AddSingleton(plan.Database.Releases);
        if (plan.Answer is { } answer)
            answer(builder.Services.AddCatalogEnrichment(plan.ConfigureWorker));
        if (plan.Watch is { } watch)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<CatalogWatcher>(services, watch, plan.Question!));
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TelemetryVariable)))
        {
            builder.Services.AddOpenTelemetry()
                .WithMetrics(metrics => metrics.AddMeter(EnrichmentMetrics.Name).AddOtlpExporter())
                .WithTracing(traces => traces.AddSource(EnrichmentMetrics.Name).AddOtlpExporter());
        }
    }
}
