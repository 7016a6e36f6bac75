using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PhiVisionML.Enrichment.Enriching;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Cli.Enriching;

/// <summary>A worker that ends when the queue is empty.</summary>
internal static class EnrichmentHost
{
    /// <summary>How long the jobs of a run wait that was killed; no other machine's worker has to be believed alive.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Works until no job is left.</summary>
    /// <param name="database">The queue.</param>
    /// <param name="enricher">Who answers; disposed here.</param>
    /// <param name="pulse">Told how the worker is.</param>
    /// <param name="cancellation">Stops it; what is under way is given back.</param>
    /// <exception cref="EnricherUnavailableException">The model cannot be loaded, or the server does not answer.</exception>
    public static async Task RunAsync(EnrichmentDatabase database, IProductEnricher enricher, WorkerPulse pulse, CancellationToken cancellation)
    {
        await enricher.LoadAsync(cancellation).ConfigureAwait(false);   // a service would wait for what is missing; a person wants to know
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(database.Jobs).AddSingleton(database.Ledger).AddSingleton(database.Releases);
        builder.Services.AddSingleton(pulse).AddCatalogEnrichment(options =>
        {
            options.StopWhenEmpty = true;
            options.PollInterval = Poll;
            options.Lease = Lease;
            options.DrainTime = TimeSpan.Zero;   // whoever presses Ctrl-C waits; a batch that is given back is soon done again
        }).UseEnricher(_ => enricher);
        using var host = builder.Build();
        var worker = host.Services.GetServices<IHostedService>().OfType<EnrichmentWorker>().Single();
        await host.RunAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await worker.ExecuteTask!.ConfigureAwait(false);   // throws what a worker failed by
    }
}
