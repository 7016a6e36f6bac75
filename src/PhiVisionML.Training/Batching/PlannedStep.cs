namespace PhiVisionML.Training.Batching;

/// <summary>The rows of one optimizer step.</summary>
/// <param name="Epoch">Epoch, from 0.</param>
/// <param name="StepInEpoch">Step within it, from 0.</param>
/// <param name="StepsInEpoch">Steps that the epoch has.</param>
/// <param name="Batches">Row indices of each forward pass.</param>
internal sealed record PlannedStep(int Epoch, int StepInEpoch, int StepsInEpoch, int[][] Batches);
