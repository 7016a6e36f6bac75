using PhiVisionML.Training.Optimizers;

namespace PhiVisionML.Training;

/// <summary>Rates of one part of the network; null takes the run's.</summary>
/// <param name="LearningRate">Largest learning rate, above 0.</param>
/// <param name="WeightDecay">Decoupled weight decay, 0 or more.</param>
public sealed record PartRates(double? LearningRate = null, double? WeightDecay = null)
{
    internal void Validate(TrainingPart part)
    {
        if (LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentException($"The learning rate of {part} must be above 0; it is {rate}. To leave the tower alone, use {nameof(TrainingMode)}.{nameof(TrainingMode.FrozenTower)}.");
        if (WeightDecay is { } decay && !(decay >= 0 && double.IsFinite(decay)))
            throw new ArgumentException($"The weight decay of {part} must be 0 or more; it is {decay}.");
    }
}
