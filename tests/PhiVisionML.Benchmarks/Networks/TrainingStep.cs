using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using PhiVisionML.Training;
using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>What training does with one batch: loss, gradients, clipping, update.</summary>
internal sealed class TrainingStep : IDisposable
{
    private const double LearningRate = 1e-4, WeightDecay = 0.01, ClipNorm = 1;

    private readonly Phi3Vision _network;
    private readonly LoraAdapter? _adapter;
    private readonly IReadOnlyList<TrainableParameter> _parameters;
    private readonly AdamW _optimizer;

    /// <summary>Trains the adapter, or all weights when there is none.</summary>
    public TrainingStep(Phi3Vision network, LoraAdapter? adapter)
    {
        _network = network;
        _adapter = adapter;
        _parameters = adapter is null ? TrainableParameters.Unfreeze(network, TrainingMode.Full) : TrainableParameters.Of(adapter);
        _optimizer = new AdamW([new ParameterGroup(_parameters, LearningRate, WeightDecay)]);
    }

    /// <summary>Mean loss at the labelled tokens, with its graph.</summary>
    public Tensor Forward(TokenBatch batch, int[,] labels)
    {
        var (sum, count) = _network.AnswerLoss(batch, labels, _adapter);
        return sum / count;
    }

    /// <summary>Takes the gradients into the parameters.</summary>
    public void Update()
    {
        GradientClipper.Clip(_parameters, ClipNorm);
        _optimizer.Step();
        foreach (var parameter in _parameters)
            parameter.ClearGradient();
    }

    /// <summary>All of it.</summary>
    public void Run(TokenBatch batch, int[,] labels)
    {
        using var scope = NewDisposeScope();
        Forward(batch, labels).backward();
        Update();
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
