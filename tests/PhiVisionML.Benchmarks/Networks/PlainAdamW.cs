using static TorchSharp.torch;

namespace PhiVisionML.Benchmarks.Networks;

/// <summary>AdamW in its plainest form, over any leaf tensors.</summary>
internal sealed class PlainAdamW(IReadOnlyList<Tensor> parameters, double learningRate = 1e-4, double weightDecay = 0.01) : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly List<Tensor> _means = [.. parameters.Select(p => zeros_like(p).DetachFromDisposeScope())];
    private readonly List<Tensor> _squares = [.. parameters.Select(p => zeros_like(p).DetachFromDisposeScope())];
    private int _steps;

    /// <summary>Updates the parameters that have a gradient, and takes the gradients away.</summary>
    public void Step()
    {
        _steps++;
        using var none = no_grad();
        for (int i = 0; i < parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            if (parameters[i].grad is not { } gradient)
                continue;
            _means[i].mul_(Beta1).add_(gradient, 1 - Beta1);
            _squares[i].mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            var spread = (_squares[i] / (1 - Math.Pow(Beta2, _steps))).sqrt_().add_(Epsilon);
            parameters[i].mul_(1 - learningRate * weightDecay).addcdiv_(_means[i], spread, -learningRate / (1 - Math.Pow(Beta1, _steps)));
            parameters[i].grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _means.Concat(_squares))
            tensor.Dispose();
    }
}
