using PhiVisionML.Model.Configuration;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Keys and values of past tokens, allocated once for a whole answer and passed into each forward pass.</summary>
/// <remarks>Not thread-safe; one per running batch. 2 · layers · batch · kvHeads · capacity · headDim elements.</remarks>
public sealed class KvCache : IDisposable
{
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    /// <summary>Allocates room.</summary>
    /// <param name="config">The network's shape.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="capacity">Most tokens per row, padding included.</param>
    /// <param name="dtype">The type that the network works in.</param>
    /// <param name="device">Where the network works.</param>
    public KvCache(Phi3VisionConfig config, int batch, int capacity, ScalarType dtype, Device device)
    {
        Batch = batch;
        Capacity = capacity;
        _keys = Allocate();
        _values = Allocate();

        Tensor[] Allocate() => [.. Enumerable.Range(0, config.NumHiddenLayers).Select(_ =>
            empty([batch, config.NumKeyValueHeads, capacity, config.HeadDim], dtype: dtype, device: device).DetachFromDisposeScope())];
    }

    /// <summary>Rows.</summary>
    public int Batch { get; }

    /// <summary>Most tokens per row.</summary>
    public int Capacity { get; }

    /// <summary>Tokens held per row.</summary>
    public int Length { get; private set; }

    /// <summary>Forgets all tokens after the first <paramref name="length"/>; the memory stays.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _keys.Concat(_values))
            tensor.Dispose();
    }

    /// <summary>Stores a layer's new keys and values and gives back all of them, <c>[batch, kvHeads, past + new, headDim]</c>.</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        long added = keys.size(2);
        _keys[layer].narrow(2, Length, added).copy_(keys);
        _values[layer].narrow(2, Length, added).copy_(values);
        return (_keys[layer].narrow(2, 0, Length + added), _values[layer].narrow(2, 0, Length + added));
    }

    /// <summary>Counts tokens that all layers have now stored.</summary>
    internal void Advance(int added) => Length += added;

    internal void Require(int batch, int added)
    {
        if (batch != Batch || Length + added > Capacity)
            throw new InvalidOperationException($"The cache has room for {Batch} rows of {Capacity} tokens; {batch} rows of {Length} + {added} tokens were given. Allocate a larger one.");
    }
}
