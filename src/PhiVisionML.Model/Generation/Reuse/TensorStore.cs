using TorchSharp;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Generation.Reuse;

/// <summary>Tensors by digest, within a bound of bytes: what was not used for longest goes first. Not thread-safe.</summary>
/// <param name="maxBytes">Most bytes; 0 keeps nothing.</param>
internal sealed class TensorStore(long maxBytes) : IDisposable
{
    private readonly Dictionary<Digest, LinkedListNode<(Digest Key, Tensor Value, long Bytes)>> _byKey = [];
    private readonly LinkedList<(Digest Key, Tensor Value, long Bytes)> _byUse = [];   // the last used first
    private long _bytes;

    /// <summary>Bytes of the tensors that are kept; may be read by any thread.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The tensor, which counts as used now; it stays the store's. Null where it is not kept.</summary>
    public Tensor? Find(Digest key)
    {
        if (!_byKey.TryGetValue(key, out var node))
            return null;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value.Value;
    }

    /// <summary>Keeps a tensor, which becomes the store's; one that is larger than the bound, or kept already, is disposed at once.</summary>
    public void Add(Digest key, Tensor value)
    {
        long bytes = value.numel() * value.dtype.ElementSize();
        if (bytes > maxBytes || _byKey.ContainsKey(key))
        {
            value.Dispose();
            return;
        }

        while (_bytes + bytes > maxBytes)
            Drop(_byUse.Last!);
        _byKey.Add(key, _byUse.AddFirst((key, value.DetachFromDisposeScope(), bytes)));
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Dispose()
    {
        while (_byUse.Last is { } node)
            Drop(node);
    }

    private void Drop(LinkedListNode<(Digest Key, Tensor Value, long Bytes)> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        Interlocked.Add(ref _bytes, -node.Value.Bytes);
        node.Value.Value.Dispose();
    }
}
