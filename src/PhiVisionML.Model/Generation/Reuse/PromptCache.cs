using PhiVisionML.Model.Images;
using PhiVisionML.Model.Layers;
using PhiVisionML.Model.Lora;
using static TorchSharp.torch;

namespace PhiVisionML.Model.Generation.Reuse;

/// <summary>
/// What answers leave for later ones: keys and values of how prompts begin (a system's turn, earlier turns, a picture), and the vectors
/// of pictures. Answers are the same with it and without.
/// </summary>
/// <remarks>
/// For one network, whose weights and adapters must not change meanwhile. Not thread-safe: belongs to whoever generates; the numbers of
/// bytes may be read by any thread. A beginning is found by its content alone, so a request that begins like another one's is answered
/// sooner: where that must not show, give each its own cache, or none.
/// </remarks>
public sealed class PromptCache : IDisposable
{
    private readonly Phi3Vision _network;
    private readonly long _maxBlocks;
    private readonly TensorStore _blocks;
    private readonly TensorStore _pictures;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="network">The network.</param>
    /// <param name="maxPrefixBytes">Most bytes of keys and values; 0 keeps none. The published model in bfloat16 has 0.4 MB a token.</param>
    /// <param name="maxPictureBytes">Most bytes of pictures' vectors; 0 keeps none. The published model in bfloat16 has 6 kB a picture token.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is negative.</exception>
    public PromptCache(Phi3Vision network, long maxPrefixBytes, long maxPictureBytes)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNegative(maxPrefixBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxPictureBytes);
        _network = network;
        _maxBlocks = maxPrefixBytes / (KvCache.BytesPerToken(network.Config, network.DType) * PromptBlocks.Tokens);
        _blocks = new TensorStore(maxPrefixBytes);
        _pictures = new TensorStore(maxPictureBytes);
    }

    /// <summary>Bytes of the keys and values that are kept.</summary>
    public long PrefixBytes => _blocks.Bytes;

    /// <summary>Bytes of the pictures' vectors that are kept.</summary>
    public long PictureBytes => _pictures.Bytes;

    /// <summary>Forgets everything; the cache can be used on.</summary>
    public void Dispose()
    {
        _blocks.Dispose();
        _pictures.Dispose();
    }

    /// <summary>Whether to take prompts in one by one, each from where something is known of it, instead of all in one pass: it has to compute clearly less, because short passes are slow ones.</summary>
    internal bool Saves(IReadOnlyList<GenerationRequest> requests, LoraAdapter? adapter)
    {
        if (_maxBlocks == 0 || requests.Count == 1)
            return _maxBlocks > 0;
        var first = new HashSet<Digest>();   // what earlier ones of these prompts leave
        long anew = 0, atOnce = (long)requests.Count * requests.Max(request => request.InputIds.Count);
        foreach (var request in requests)
        {
            var blocks = BlocksOf([.. request.InputIds.SkipLast(1)], request.InputIds.Count, request.Pictures, adapter);
            anew += request.InputIds.Count - PromptBlocks.Tokens * blocks.TakeWhile(block => first.Contains(block) || _blocks.Find(block) is not null).Count();
            first.UnionWith(blocks);
        }

        return 3 * anew <= 2 * atOnce;   // 'reuse' among the benchmarks: one by one takes 1.6 times as long where nothing is known
    }

    /// <summary>Fills an empty cache of one row with as much of a prompt as is known, but for its last token, whose scores are wanted.</summary>
    internal void Load(ReadOnlySpan<int> prompt, IReadOnlyList<HdPicture> pictures, LoraAdapter? adapter, KvCache row)
    {
        foreach (var block in BlocksOf(prompt[..^1], prompt.Length, pictures, adapter))
        {
            if (_blocks.Find(block) is not { } columns)
                return;
            row.Append(columns);
        }
    }

    /// <summary>Keeps what a row holds.</summary>
    /// <param name="ids">The tokens whose keys and values the row begins with.</param>
    /// <param name="pictures">Their pictures.</param>
    /// <param name="adapter">The adapter that they were made with.</param>
    /// <param name="row">The cache of the row alone.</param>
    internal void Keep(ReadOnlySpan<int> ids, IReadOnlyList<HdPicture> pictures, LoraAdapter? adapter, KvCache row)
    {
        var blocks = BlocksOf(ids, ids.Length, pictures, adapter);
        int kept = (int)Math.Min(blocks.Count, _maxBlocks);   // the beginning of a sequence is worth more than its end
        for (int at = kept - 1; at >= 0; at--)   // last to first: a block counts as used after those that build on it, and outlives them
        {
            if (_blocks.Find(blocks[at]) is null)
                _blocks.Add(blocks[at], row.Copy(at * PromptBlocks.Tokens, PromptBlocks.Tokens));
        }
    }

    /// <summary>A picture's vectors, <c>[tokens, hidden]</c>, the cache's own; null where they are not kept.</summary>
    internal Tensor? Find(HdPicture picture, LoraAdapter? adapter) => _pictures.Find(KeyOf(picture, adapter));

    /// <summary>Keeps a copy of a picture's vectors.</summary>
    internal void Keep(HdPicture picture, LoraAdapter? adapter, Tensor vectors) => _pictures.Add(KeyOf(picture, adapter), vectors.clone());

    // The blocks of a sequence's beginning; the whole length decides on the RoPE factors.
    private List<Digest> BlocksOf(ReadOnlySpan<int> ids, int length, IReadOnlyList<HdPicture> pictures, LoraAdapter? adapter)
        => PromptBlocks.Of(ids, pictures, adapter, _network.UsesLongFactors(length));

    private static Digest KeyOf(HdPicture picture, LoraAdapter? adapter) => Digest.Of(picture.Digest, [adapter?.Id ?? 0]);
}
