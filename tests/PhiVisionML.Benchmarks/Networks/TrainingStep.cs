using PhiVisionML.Model;
using PhiVisionML.Model.Lora;
using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>What training does with one batch: loss, gradients, update.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly Phi3Vision _network;
    private readonly LoraAdapter? _adapter;
    private readonly PlainAdamW _optimizer;

    /// <summary>Trains the adapter, or all weights when there is none.</summary>
    public TrainingStep(Phi3Vision network, LoraAdapter? adapter)
    {
        _network = network;
        _adapter = adapter;
        List<Tensor> trained = adapter is null ? [.. network.Weights.Slots.Select(s => s.Value)] : [.. adapter.Pairs.SelectMany(p => new[] { p.A, p.B })];
        trained.ForEach(t => t.requires_grad = true);
        _optimizer = new PlainAdamW(trained);
    }

    /// <summary>Mean loss at the labelled tokens, with its graph.</summary>
    public Tensor Forward(TokenBatch batch, int[,] labels)
    {
        var (sum, count) = _network.AnswerLoss(batch, labels, _adapter);
        return sum / count;
    }

    /// <summary>Takes the gradients into the parameters.</summary>
    public void Update() => _optimizer.Step();

    /// <summary>All three.</summary>
    public void Run(TokenBatch batch, int[,] labels)
    {
        using var scope = NewDisposeScope();
        Forward(batch, labels).backward();
        Update();
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
