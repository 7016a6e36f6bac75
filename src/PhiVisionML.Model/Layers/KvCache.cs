using PhiVisionML.Model.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Layers;

/// <summary>Keys and values of past tokens, allocated once for a whole answer and passed into each forward pass.</summary>
/// <remarks>Not thread-safe; one per running batch. 2 · layers · batch · kvHeads · capacity · headDim elements.</remarks>
public sealed class KvCache : IDisposable
{
    private const int RowAxis = 2;
    private const int ColumnAxis = 4;

    private readonly Tensor _storage;   // [2, layers, batch, kvHeads, capacity, headDim]
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    /// <summary>Allocates room.</summary>
    /// <param name="config">The network's shape.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="capacity">Most tokens per row, padding included.</param>
    /// <param name="dtype">The type that the network works in.</param>
    /// <param name="device">Where the network works.</param>
    public KvCache(Phi3VisionConfig config, int batch, int capacity, ScalarType dtype, Device device)
        : this(empty([2, config.NumHiddenLayers, batch, config.NumKeyValueHeads, capacity, config.HeadDim], dtype: dtype, device: device))
    {
    }

    private KvCache(Tensor storage)
    {
        _storage = storage.DetachFromDisposeScope();
        Batch = (int)storage.size(RowAxis);
        Capacity = (int)storage.size(ColumnAxis);
        using var scope = NewDisposeScope();
        _keys = Layers(0);
        _values = Layers(1);

        Tensor[] Layers(int half) => [.. storage.select(0, half).unbind(0).Select(layer => layer.DetachFromDisposeScope())];
    }

    /// <summary>Rows.</summary>
    public int Batch { get; }

    /// <summary>Most tokens per row.</summary>
    public int Capacity { get; }

    /// <summary>Tokens held per row.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of one token of one row.</summary>
    internal static long BytesPerToken(Phi3VisionConfig config, ScalarType dtype)
        => 2L * config.NumHiddenLayers * config.NumKeyValueHeads * config.HeadDim * dtype.ElementSize();

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
        foreach (var tensor in _keys.Concat(_values).Append(_storage))
            tensor.Dispose();
    }

    /// <summary>Forgets what a row's first columns held: masked as they are, no weight makes a number of what was never written.</summary>
    internal void Clear(int row, int columns)
    {
        using var scope = NewDisposeScope();
        _storage.narrow(RowAxis, row, 1).narrow(ColumnAxis, 0, columns).zero_();
    }

    /// <summary>One row from a column on as an empty cache of its own in the same memory.</summary>
    internal KvCache Row(int row, int firstColumn)
    {
        using var scope = NewDisposeScope();
        return new KvCache(_storage.narrow(RowAxis, row, 1).narrow(ColumnAxis, firstColumn, Capacity - firstColumn));
    }

    /// <summary>A copy of some columns of all rows, <c>[2, layers, batch, kvHeads, columns, headDim]</c>.</summary>
    internal Tensor Copy(int firstColumn, int columns)
    {
        using var scope = NewDisposeScope();
        return _storage.narrow(ColumnAxis, firstColumn, columns).clone().DetachFromDisposeScope();
    }

    /// <summary>Goes on with columns that <see cref="Copy"/> gave.</summary>
    internal void Append(Tensor columns)
    {
        using var scope = NewDisposeScope();
        _storage.narrow(ColumnAxis, Length, columns.size(ColumnAxis)).copy_(columns);
        Advance((int)columns.size(ColumnAxis));
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
