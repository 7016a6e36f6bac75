using PhiVisionML.Training.Optimizers;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Checkpoints;

/// <summary>A copy of the trained tensors as they were at the best validation, on the CPU.</summary>
internal sealed class BestWeights(IReadOnlyList<TrainableParameter> parameters) : IDisposable
{
    private readonly Dictionary<string, Tensor> _copies = new(StringComparer.Ordinal);

    /// <summary>The copies under the parameters' names; empty before the first validation.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Named => [.. _copies];

    /// <summary>Copies the tensors as they are now.</summary>
    public void Keep()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        Dispose();
        foreach (var parameter in parameters)
            _copies.Add(parameter.Name, parameter.Value.detach().to(CPU, copy: true).DetachFromDisposeScope());
    }

    /// <summary>Takes copies from elsewhere.</summary>
    /// <param name="copies">One for each parameter; this object's to dispose from now on.</param>
    public void Take(IEnumerable<KeyValuePair<string, Tensor>> copies)
    {
        Dispose();
        foreach (var (name, copy) in copies)
            _copies.Add(name, copy);
    }

    /// <summary>Puts the copies back.</summary>
    public void Restore()
    {
        using var none = no_grad();
        foreach (var parameter in parameters)
            parameter.Value.copy_(_copies[parameter.Name]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
    }
}
