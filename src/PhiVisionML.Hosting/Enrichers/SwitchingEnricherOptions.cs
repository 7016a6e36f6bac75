namespace PhiVisionML.Hosting.Enrichers;

/// <summary>How a <see cref="SwitchingEnricher"/> follows releases.</summary>
public sealed record SwitchingEnricherOptions
{
    /// <summary>The time between two looks at the releases, and before a model that could not be loaded is tried again. Default five seconds; above zero.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(5);
}
