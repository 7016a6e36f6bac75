namespace PhiVisionML.Training;

/// <summary>One validation.</summary>
/// <param name="Step">Steps taken before it.</param>
/// <param name="Loss">Mean loss over answer tokens, in nats.</param>
/// <param name="Metrics">What <see cref="Trainer.Measure"/> gave; empty without it.</param>
public sealed record ValidationPoint(int Step, double Loss, IReadOnlyDictionary<string, double> Metrics);
