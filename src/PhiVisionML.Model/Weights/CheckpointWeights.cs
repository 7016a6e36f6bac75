using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Weights;

/// <summary>Gives a network the tensors of a checkpoint, strictly: what is missing, unexpected or misshapen ends in one complete error.</summary>
/// <param name="checkpoint">The files; must outlive the network when nothing has to be converted (CPU, stored type).</param>
/// <param name="dtype">The type that the network works in.</param>
/// <param name="device">Where the network works.</param>
public sealed class CheckpointWeights(Checkpoint checkpoint, ScalarType dtype, Device device) : WeightSource
{
    private const string Embedding = "model.embed_tokens.weight";
    private const string EmbeddingAlias = "model.vision_embed_tokens.wte.weight";   // the same tensor, under the module that also holds it

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];
    private readonly List<string> _misshapen = [];

    /// <inheritdoc/>
    public override Tensor Get(string name, long[] shape)
    {
        string stored = name == Embedding && !checkpoint.Contains(name) ? EmbeddingAlias : name;
        if (!checkpoint.Contains(stored))
        {
            _missing.Add(name);
            return empty(shape, device: META);
        }

        _used.Add(stored);
        var entry = checkpoint.Entry(stored);
        if (!entry.Shape.AsSpan().SequenceEqual(shape))
        {
            _misshapen.Add($"{name}: [{string.Join(", ", entry.Shape)}] in the file, [{string.Join(", ", shape)}] by config.json");
            return empty(shape, device: META);
        }

        var view = checkpoint.View(stored);
        if (view.dtype == dtype && device.type == DeviceType.CPU)
            return view;
        using (view)
            return view.to(dtype, device);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        string[] unexpected = [.. checkpoint.Names.Where(n => !_used.Contains(n) && !MayBeIgnored(n)).Order(StringComparer.Ordinal)];
        if (_missing.Count + _misshapen.Count + unexpected.Length == 0)
            return;
        var text = new StringBuilder($"The checkpoint {Path.GetDirectoryName(checkpoint.Files[0].Path)} does not fit its config.json: {_missing.Count} missing, {_misshapen.Count} misshapen and {unexpected.Length} unexpected tensors.");
        List("Missing", _missing);
        List("Misshapen", _misshapen);
        List("Unexpected", unexpected);
        throw new CheckpointException(text.ToString());

        void List(string title, IReadOnlyCollection<string> names)
        {
            if (names.Count > 0)
                text.Append(Environment.NewLine).Append(title).Append(": ").AppendJoin("; ", names).Append('.');
        }
    }

    private static bool MayBeIgnored(string name)
        => name is EmbeddingAlias || name.EndsWith(".embeddings.position_ids", StringComparison.Ordinal) || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);
}
