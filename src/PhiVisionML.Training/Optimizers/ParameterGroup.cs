namespace PhiVisionML.Training.Optimizers;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
/// <param name="Parameters">The tensors.</param>
/// <param name="LearningRate">Largest learning rate; the schedule's factor multiplies it.</param>
/// <param name="WeightDecay">Decoupled weight decay: each step shrinks a weight by learning rate times this.</param>
public sealed record ParameterGroup(IReadOnlyList<TrainableParameter> Parameters, double LearningRate, double WeightDecay);
