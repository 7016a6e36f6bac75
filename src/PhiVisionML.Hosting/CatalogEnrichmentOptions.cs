using System.ComponentModel.DataAnnotations;
using PhiVisionML.Enrichment.Jobs;

namespace PhiVisionML.Hosting;

/// <summary>Where a worker's jobs are, and how it takes and gives them back.</summary>
public sealed class CatalogEnrichmentOptions
{
    /// <summary>The section of the configuration that they are bound to.</summary>
    public const string Section = "PhiVision:Enrichment";

    /// <summary>The database: a SQLite file, or PostgreSQL (<c>postgres://…</c> or <c>Host=…</c>) for several machines. Default <c>enrichment.db</c> in the current folder.</summary>
    [Required]
    public string Store { get; set; } = "enrichment.db";

    /// <summary>What store, ledger and log call the worker. Default: machine and process.</summary>
    [Required]
    public string WorkerName { get; set; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How long a job stays the worker's own without a sign of life: after a crash others wait so long. Default two minutes; renewed three times in it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often an empty queue is looked at, give or take half of it. Default one second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long batches under way may go on when the worker is stopped; what is not done then is given back. Default ten seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the enricher may take for a batch: past it the worker is taken to hang. Others get the batch when its lease has run out, no further jobs are taken, and the
    /// check tagged <see cref="CatalogEnrichmentServiceCollectionExtensions.LiveTag"/> turns unhealthy, so that the program is started anew. Default two hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// Products that fail one after the other, without an answer in between, after which the enricher is taken to be broken and is asked about one product at a time, with
    /// growing waits, until it answers. Products that are refused for good, or whose pictures cannot be had, do not count, nor do those that had failed before. Default 10.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxFailuresInARow { get; set; } = 10;

    /// <summary>Failures after which a job is dead. Default 5.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; set; } = new RetryOptions().MaxAttempts;

    /// <summary>Lost workers after which a job is dead. Default 3.</summary>
    [Range(1, 1000)]
    public int MaxLostWorkers { get; set; } = new RetryOptions().MaxLostWorkers;

    /// <summary>Whether the program ends when no job is left, dead ones aside; by an error if the enricher is broken and stays so (<see cref="MaxFailuresInARow"/>). Default: it waits for further ones.</summary>
    public bool StopWhenEmpty { get; set; }

    internal RetryOptions Retries => new() { MaxAttempts = MaxAttempts, MaxLostWorkers = MaxLostWorkers };
}
