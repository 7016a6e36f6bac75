namespace PhiVisionML.Enrichment.Policies;

/// <summary>What becomes of a field's answers.</summary>
public sealed record FieldPolicy
{
    /// <summary>When the value may be written. Default <see cref="FieldMode.OnlyEmpty"/>.</summary>
    public FieldMode Mode { get; init; } = FieldMode.OnlyEmpty;

    /// <summary>The confidence from which a value is accepted without a reviewer, 0 to 1; <c>null</c>, the default: none is.</summary>
    public double? AcceptAt { get; init; }

    /// <summary>The confidence below which a value is dropped without a reviewer, 0 to 1. Default 0: none is.</summary>
    public double RejectBelow { get; init; }

    /// <summary>Turns the model's probability into a confidence; <c>null</c> takes it as it is.</summary>
    public ConfidenceCurve? Curve { get; init; }
}
