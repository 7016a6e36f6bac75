namespace PhiVisionML.Catalog.Metrics;

/// <summary>How metrics are computed.</summary>
public sealed record MetricOptions
{
    /// <summary>The seed of the bootstrap; all metrics of one evaluation are computed over the same resamples. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Bootstrap resamples per metric, at least 1. Default 1,000.</summary>
    public int Resamples { get; init; } = 1_000;

    /// <summary>
    /// The raw values of the training rows by field name, from which the baselines (most frequent category, median price) are taken.
    /// Default: none; a field without training values takes its baseline from the evaluated rows themselves, which flatters the baseline.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string?>> TrainingValues { get; init; } = new Dictionary<string, IReadOnlyList<string?>>();
}
