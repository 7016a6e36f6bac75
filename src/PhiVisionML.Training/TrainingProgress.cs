namespace PhiVisionML.Training;

/// <summary>Where a run stands after a step.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="TotalSteps">Steps of the whole run if nothing ends it early.</param>
/// <param name="Epoch">Epochs done, with the fraction of the present one.</param>
/// <param name="Loss">Mean loss over the answer tokens of this step, before it was taken, in nats.</param>
/// <param name="LearningRate">The run's learning rate at this step (a part may have its own).</param>
/// <param name="GradientNorm">Norm of the gradient before clipping.</param>
/// <param name="TokensPerSecond">Tokens without padding over the time of the step.</param>
/// <param name="ResidentMegabytes">Memory of the process, in MB.</param>
/// <param name="Validation">The validation after this step; null if there was none.</param>
public sealed record TrainingProgress(int Step, int TotalSteps, double Epoch, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond, double ResidentMegabytes, ValidationPoint? Validation);
