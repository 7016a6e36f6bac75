using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using PhiVisionML.Model.Weights;
using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;

namespace PhiVisionML.Training;

/// <summary>Chooses the tensors that a run changes, and makes them leaves of the gradient.</summary>
public static class TrainableParameters
{
    private const string Vision = "model.vision_embed_tokens.";

    /// <summary>
    /// Makes the network's own weights trainable. Each is copied first, since the memory of a loaded checkpoint is a read-only
    /// mapping; the copy takes its place in the network.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="mode"><see cref="TrainingMode.Full"/> or <see cref="TrainingMode.FrozenTower"/>.</param>
    public static IReadOnlyList<TrainableParameter> Unfreeze(Phi3Vision network, TrainingMode mode)
    {
        if (mode == TrainingMode.Lora)
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "With LoRA the network's own weights stay as they are; ask for the adapter's parameters.");
        var chosen = network.Weights.Slots.Where(s => mode == TrainingMode.Full || PartOf(s.Name) != TrainingPart.Tower);
        return [.. chosen.Select(s => new TrainableParameter(s.Name, PartOf(s.Name), Thaw(s)))];
    }

    /// <summary>Makes an adapter's matrices trainable.</summary>
    /// <param name="adapter">The adapter; its tensors are changed in place.</param>
    public static IReadOnlyList<TrainableParameter> Of(LoraAdapter adapter) => [.. adapter.Pairs.SelectMany(p => new TrainableParameter[]
    {
        new(p.Module + ".lora_A.weight", TrainingPart.Lora, p.A.requires_grad_(true)),
        new(p.Module + ".lora_B.weight", TrainingPart.Lora, p.B.requires_grad_(true)),
    })];

    /// <summary>Takes the tensors out of training: no gradients, none asked for.</summary>
    /// <param name="parameters">What was trained.</param>
    public static void Freeze(IReadOnlyList<TrainableParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            parameter.ClearGradient();
            parameter.Value.requires_grad = false;
        }
    }

    /// <summary>The part in which a weight sits.</summary>
    /// <param name="name">The published name.</param>
    public static TrainingPart PartOf(string name) =>
        name.StartsWith(Vision + "img_processor.", StringComparison.Ordinal) ? TrainingPart.Tower
        : name.StartsWith(Vision, StringComparison.Ordinal) ? TrainingPart.Projector
        : name.StartsWith("lm_head.", StringComparison.Ordinal) ? TrainingPart.Head
        : TrainingPart.Decoder;

    private static Tensor Thaw(WeightSlot slot)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var frozen = slot.Value;
        slot.Value = frozen.detach().clone().requires_grad_(true).DetachFromDisposeScope();
        frozen.Dispose();
        return slot.Value;
    }
}
