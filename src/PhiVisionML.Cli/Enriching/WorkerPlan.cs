using System.Net;
using PhiVisionML.Cli.Serving;
using PhiVisionML.Enrichment.Runs;
using PhiVisionML.Enrichment.Stores;
using PhiVisionML.Hosting;
using PhiVisionML.Hosting.Watching;
using PhiVisionML.Review;

namespace PhiVisionML.Cli.Enriching;

/// <summary>What a worker's program does.</summary>
internal sealed record WorkerPlan
{
    /// <summary>Queue, ledger and releases.</summary>
    public required EnrichmentDatabase Database { get; init; }

    /// <summary>How jobs are taken.</summary>
    public required Action<CatalogEnrichmentOptions> ConfigureWorker { get; init; }

    /// <summary>Who answers; null where nobody does, and people only review.</summary>
    public Action<CatalogEnrichmentBuilder>? Answer { get; init; }

    /// <summary>Where it listens; null where it does not.</summary>
    public Listening? Listening { get; init; }

    /// <summary>Who is believed when he says for whom he asks.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The reviewer's page; null for none.</summary>
    public Action<EnrichmentReviewOptions>? Review { get; init; }

    /// <summary>The queue over HTTP; null for none.</summary>
    public Action<EnrichmentQueueOptions>? Queue { get; init; }

    /// <summary>The watched folder; null for none.</summary>
    public CatalogWatcherOptions? Watch { get; init; }

    /// <summary>What is asked of watched catalogs.</summary>
    public Func<CancellationToken, Task<CatalogQuestion>>? Question { get; init; }

    /// <summary>Whether log lines are for programs.</summary>
    public bool JsonLog { get; init; }
}
