using static TorchSharp.torch;

namespace PhiVisionML.Training.Optimizers;

/// <summary>One tensor that training changes.</summary>
/// <param name="Name">The published name of a weight, or <c>{module}.lora_A.weight</c> / <c>{module}.lora_B.weight</c>.</param>
/// <param name="Part">Where it sits.</param>
/// <param name="Value">The leaf tensor that the network uses, in writable memory; owned by the network or the adapter.</param>
public sealed record TrainableParameter(string Name, TrainingPart Part, Tensor Value)
{
    /// <summary>Forgets the gradient and frees its memory.</summary>
    public void ClearGradient() => Value.grad = null;
}
