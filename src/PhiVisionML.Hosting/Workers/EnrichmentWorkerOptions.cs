using System.ComponentModel.DataAnnotations;

namespace PhiVisionML.Hosting.Workers;

/// <summary>How a worker takes jobs and gives them back.</summary>
public sealed class EnrichmentWorkerOptions
{
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

    /// <summary>Whether the program ends when no job is left, dead ones aside. Default: it waits for further ones.</summary>
    public bool StopWhenEmpty { get; set; }
}
