using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Workers;

namespace PhiVisionML.Chaos.Workers;

/// <summary>A worker as an application has it, but for its enricher and its haste.</summary>
internal static class WorkerProgram
{
    /// <summary>Short, for a lost worker is to be found out within the test.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    /// <summary>More than there are kills: chance is not to give up a product that is in order.</summary>
    public const int MaxLostWorkers = 1000;

    /// <summary>Works until no job is left.</summary>
    /// <returns>0; 1 if the worker broke down.</returns>
    public static async Task<int> RunAsync(string connection, string notes, int pace)
    {
        EndWithParent();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.f ")).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddCatalogEnrichment(options =>
        {
            options.Store = connection;
            options.Lease = Lease;
            options.PollInterval = TimeSpan.FromMilliseconds(200);
            options.MaxLostWorkers = MaxLostWorkers;
            options.StopWhenEmpty = true;
        }).UseEnricher(_ => new FakeEnricher(notes, TimeSpan.FromMilliseconds(pace)));
        using IHost host = builder.Build();
        EnrichmentWorker worker = host.Services.GetServices<IHostedService>().OfType<EnrichmentWorker>().Single();
        await host.RunAsync();
        return worker.ExecuteTask is { IsFaulted: true } ? 1 : 0;
    }

    // Whoever started it holds its input open for as long as it lives itself.
    private static void EndWithParent() => new Thread(() =>
    {
        Console.In.ReadToEnd();
        Environment.Exit(2);
    })
    { IsBackground = true }.Start();
}
