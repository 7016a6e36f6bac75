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

    /// <summary>How sure a value is.</summary>
    /// <param name="probability">The model's probability, 0 to 1; <c>null</c> if it does not tell.</param>
    public double? ConfidenceOf(double? probability) => probability is { } p && Curve is { } curve ? curve.Apply(p) : probability;

    /// <summary>Decides by confidence. A value of unknown confidence always waits for a reviewer.</summary>
    /// <param name="confidence">0 to 1; <c>null</c> if unknown.</param>
    public ProposalState Judge(double? confidence)
        => confidence < RejectBelow ? ProposalState.Rejected
        : Mode != FieldMode.Suggest && confidence >= AcceptAt ? ProposalState.Accepted
        : ProposalState.Pending;
}
