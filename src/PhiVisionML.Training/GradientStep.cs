using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training.Batching;
using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;

namespace PhiVisionML.Training;

/// <summary>One optimizer step: gradients of some batches added up, clipped, applied.</summary>
internal sealed class GradientStep(Phi3Vision network, LoraAdapter? adapter, IReadOnlyList<TrainableParameter> parameters, AdamW optimizer, double? clipNorm)
{
    /// <summary>Adds a batch's share to the gradients.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="labelledTokens">Answer tokens of all batches of the step, over which the loss is a mean.</param>
    /// <returns>The batch's share of the step's loss; nothing was added if it is not finite.</returns>
    public double Accumulate(TrainingBatch batch, int labelledTokens)
    {
        using var scope = NewDisposeScope();
        var (sum, _) = network.AnswerLoss(batch.Tokens, batch.Labels, adapter);
        var loss = sum * (1.0 / labelledTokens);
        double value = loss.item<float>();
        if (double.IsFinite(value))
            loss.backward();
        return value;
    }

    /// <summary>Applies the gradients and forgets them.</summary>
    /// <param name="factor">The schedule's factor.</param>
    /// <returns>The gradient's norm before clipping; nothing was applied if it is not finite.</returns>
    public double Apply(double factor)
    {
        double norm = GradientClipper.Clip(parameters, clipNorm);
        if (double.IsFinite(norm))
            optimizer.Step(factor);
        Discard();
        return norm;
    }

    /// <summary>Forgets the gradients.</summary>
    public void Discard()
    {
        foreach (var parameter in parameters)
            parameter.ClearGradient();
    }
}
