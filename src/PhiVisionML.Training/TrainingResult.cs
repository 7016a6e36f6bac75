using PhiVisionML.Model.Lora;

namespace PhiVisionML.Training;

/// <summary>What a run ended with.</summary>
/// <param name="Adapter">The trained adapter, the caller's to dispose; null where the network itself was trained.</param>
/// <param name="Stopped">Why it ended.</param>
/// <param name="Steps">Steps taken, those before a resume counted.</param>
/// <param name="ResumedFromStep">The step of the checkpoint from which it went on; 0 for a fresh start.</param>
/// <param name="LastLoss">Training loss of the last step of this call; null if no step was left to take.</param>
/// <param name="Validations">All validations in order, those before a resume counted.</param>
/// <param name="Best">The best validation; null without validation rows.</param>
/// <param name="WeightsOfStep">The step whose weights were kept: the best one's with <see cref="TrainingOptions.KeepBest"/>, else the last.</param>
public sealed record TrainingResult(LoraAdapter? Adapter, StopReason Stopped, int Steps, int ResumedFromStep, double? LastLoss, IReadOnlyList<ValidationPoint> Validations, ValidationPoint? Best, int WeightsOfStep);
