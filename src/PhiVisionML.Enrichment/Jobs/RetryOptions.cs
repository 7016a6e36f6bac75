namespace PhiVisionML.Enrichment.Jobs;

/// <summary>How often a job is tried, and how long it waits in between.</summary>
public sealed record RetryOptions
{
    /// <summary>Failures after which a job is dead. Default 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Lost workers after which a job is dead; they are counted apart from failures. Default 3.</summary>
    public int MaxLostWorkers { get; init; } = 3;

    /// <summary>The wait after the first failure; each further one waits four times as long, give or take half of it by chance. Default one second.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, before chance. Default ten minutes.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(10);
}
