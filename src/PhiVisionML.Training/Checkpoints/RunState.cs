namespace PhiVisionML.Training.Checkpoints;

/// <summary>Where a run stands, apart from tensors.</summary>
internal sealed record RunState
{
    /// <summary>Steps taken.</summary>
    public int Step { get; init; }

    /// <summary>Epoch of the next step, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps of that epoch that were taken.</summary>
    public int StepInEpoch { get; init; }

    /// <summary>All validations so far.</summary>
    public IReadOnlyList<ValidationPoint> Validations { get; init; } = [];

    /// <summary>The validation with the lowest loss; the earliest of equals.</summary>
    public ValidationPoint? Best() => Validations.Where(v => double.IsFinite(v.Loss)).MinBy(v => v.Loss);

    /// <summary>Validations after the best one.</summary>
    public int ValidationsSinceBest() => Best() is { } best ? Validations.Count(v => v.Step > best.Step) : Validations.Count;
}
