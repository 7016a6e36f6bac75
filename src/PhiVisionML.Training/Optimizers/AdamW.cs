using PhiVisionML.Model.Weights;
using static TorchSharp.torch;

namespace PhiVisionML.Training.Optimizers;

/// <summary>AdamW (Loshchilov and Hutter): Adam with weight decay apart from the gradient.</summary>
/// <remarks>
/// Works in float32 whatever the type of the weights: for shorter types a float32 master copy is kept and rounded into the network
/// after each step. A parameter without a gradient is left alone, weight decay included. Not thread-safe.
/// </remarks>
public sealed class AdamW : IDisposable
{
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly AdamWOptions _options;
    private readonly Dictionary<string, AdamWState> _states = new(StringComparer.Ordinal);

    /// <summary>Makes an optimizer without memory.</summary>
    /// <param name="groups">Parameters with their rates; each name once.</param>
    /// <param name="options">Betas and epsilon; the defaults when null.</param>
    /// <exception cref="ArgumentException">A parameter is in two groups.</exception>
    public AdamW(IReadOnlyList<ParameterGroup> groups, AdamWOptions? options = null)
    {
        _groups = groups;
        _options = options ?? new AdamWOptions();
        _options.Validate();
        string? twice = groups.SelectMany(g => g.Parameters).GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(n => n.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Parameter '{twice}' is in two groups; it would be changed twice a step.", nameof(groups));
    }

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="factor">The schedule's factor on every group's learning rate.</param>
    public void Step(double factor = 1)
    {
        using var none = no_grad();
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
                Update(parameter, group.LearningRate * factor, group.WeightDecay);
        }
    }

    /// <summary>Everything that a continued run needs, named <c>{parameter}.exp_avg</c>, <c>.exp_avg_sq</c>, <c>.step</c>, <c>.master</c>. The tensors stay the optimizer's.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> State() =>
        [.. _groups.SelectMany(g => g.Parameters).Where(p => _states.ContainsKey(p.Name)).SelectMany(p => _states[p.Name].Named(p.Name))];

    /// <summary>Takes back what <see cref="State"/> gave, bit for bit.</summary>
    /// <param name="file">A file with those tensors.</param>
    public void Load(SafetensorsFile file)
    {
        Dispose();
        using var none = no_grad();
        foreach (var parameter in _groups.SelectMany(g => g.Parameters))
        {
            if (AdamWState.Read(file, parameter.Name, parameter.Value) is { } state)
                _states.Add(parameter.Name, state);
        }
    }

    /// <summary>Releases the memory of past steps.</summary>
    public void Dispose()
    {
        foreach (var state in _states.Values)
            state.Dispose();
        _states.Clear();
    }

    private void Update(TrainableParameter parameter, double learningRate, double weightDecay)
    {
        using var scope = NewDisposeScope();
        if (parameter.Value.grad is not { } gradient)
            return;
        if (!_states.TryGetValue(parameter.Name, out var state))
            _states.Add(parameter.Name, state = AdamWState.Fresh(parameter.Value));
        state.Steps.add_(1);
        FusedAdamW.Update(state.Master ?? parameter.Value, gradient.to_type(ScalarType.Float32), state, learningRate, weightDecay, _options);
        if (state.Master is not null)
            parameter.Value.copy_(state.Master);
    }
}
