using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Lora;

/// <summary>A set of low-rank corrections for one base. Several can live on one base; each call chooses.</summary>
public sealed class LoraAdapter : IDisposable
{
    private static int _made;

    private readonly Dictionary<string, LoraPair> _pairs;

    internal LoraAdapter(LoraOptions options, IEnumerable<LoraPair> pairs)
    {
        Options = options;
        _pairs = pairs.ToDictionary(p => p.Module, StringComparer.Ordinal);
    }

    /// <summary>Rank, scaling and target layers.</summary>
    public LoraOptions Options { get; }

    /// <summary>A number that no other adapter of this process has, from 1.</summary>
    internal int Id { get; } = Interlocked.Increment(ref _made);

    /// <summary>The corrections in the network's order.</summary>
    public IReadOnlyCollection<LoraPair> Pairs => _pairs.Values;

    /// <summary>Number of trainable elements.</summary>
    public long ParameterCount => _pairs.Values.Sum(p => p.A.numel() + p.B.numel());

    /// <summary>Makes an adapter that changes nothing yet: A uniform within ±√(1/inputs), B zero.</summary>
    /// <param name="network">The base.</param>
    /// <param name="options">Rank and target layers.</param>
    /// <param name="seed">Seed of A.</param>
    /// <param name="dtype">Type of A and B; float32 is right for training, whatever the base's type.</param>
    /// <exception cref="ArgumentException">A target name fits no layer; the names that exist are listed.</exception>
    public static LoraAdapter Create(Phi3Vision network, LoraOptions options, long seed, ScalarType dtype = ScalarType.Float32)
    {
        options.Validate();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        var pairs = new List<LoraPair>();
        foreach (var layer in Targets(network, options))
        {
            double bound = Math.Sqrt(1.0 / layer.Inputs);
            var a = empty([options.Rank, layer.Inputs]).uniform_(-bound, bound, generator).to(dtype, network.Device);
            var b = zeros([layer.Outputs, options.Rank], dtype: dtype, device: network.Device);
            pairs.Add(new LoraPair(layer.Name, a.DetachFromDisposeScope(), b.DetachFromDisposeScope(), options.Alpha / options.Rank));
        }

        return new LoraAdapter(options, pairs);
    }

    /// <summary>The correction of a layer, or null.</summary>
    public LoraPair? Find(string module) => _pairs.GetValueOrDefault(module);

    /// <summary>
    /// Adds the corrections into the base's weights. Dispose the result to take them out again: the original tensors were kept,
    /// so every bit is restored.
    /// </summary>
    /// <param name="network">The base; nobody else may be using it meanwhile.</param>
    public MergedAdapter MergeInto(Phi3Vision network) => new(network, this);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pair in _pairs.Values)
        {
            pair.A.Dispose();
            pair.B.Dispose();
        }
    }

    internal static IReadOnlyList<Linear> Targets(Phi3Vision network, LoraOptions options)
    {
        var layers = network.Linears.ToList();
        string? unknown = options.TargetModules.FirstOrDefault(t => !layers.Any(l => Fits(l.Name, t)));
        if (unknown is not null)
        {
            string known = string.Join(", ", LoraOptions.DecoderModules.Concat(LoraOptions.VisionModules).Append("lm_head"));
            throw new ArgumentException($"No linear layer of the network is called '{unknown}'; there are: {known}.", nameof(options));
        }

        return [.. layers.Where(l => options.TargetModules.Any(t => Fits(l.Name, t)))];
    }

    private static bool Fits(string name, string target) => name == target || name.EndsWith("." + target, StringComparison.Ordinal);
}
