using PhiVisionML.Enrichment.Policies;

namespace PhiVisionML.Hosting.Policies;

/// <summary>What a fitted policy has to keep.</summary>
public sealed record PolicyFitOptions
{
    /// <summary>The largest share of wrong values among those that are accepted without a reviewer, 0 to 1. Default 0.05.</summary>
    public double ErrorRate { get; init; } = 0.05;

    /// <summary>How certain it has to be that the error rate is kept, 0 to 1. Default 0.95.</summary>
    public double Certainty { get; init; } = 0.95;

    /// <summary>The confidence below which values are dropped without a reviewer, 0 to 1. Default 0.05: nineteen of twenty such values are wrong. No effect on a field of which nothing can be accepted: all of it waits for a reviewer.</summary>
    public double RejectBelow { get; init; } = 0.05;

    /// <summary>When the fields may be written. Default <see cref="FieldMode.OnlyEmpty"/>.</summary>
    public FieldMode Mode { get; init; } = FieldMode.OnlyEmpty;
}
