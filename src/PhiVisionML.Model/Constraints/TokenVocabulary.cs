using PhiVisionML.Model.Text;

namespace PhiVisionML.Model.Constraints;

/// <summary>The bytes of all tokens as a trie, laid out so that one pass over arrays walks it. Made once for a model; thread-safe.</summary>
public sealed class TokenVocabulary
{
    private readonly byte[]?[] _bytes;

    /// <summary>Lays out the tokens of a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="size">The columns of the model's logits: at least the tokenizer's vocabulary, more where the embedding is padded.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has fewer columns than the tokenizer has ids.</exception>
    public TokenVocabulary(PhiTokenizer tokenizer, int size)
        : this(BytesOf(tokenizer, size))
    {
    }

    /// <param name="bytes">The bytes of each id; null for those that stand for no text.</param>
    /// <exception cref="ArgumentException">A byte value has no token of its own, so that not every text could be spelled.</exception>
    internal TokenVocabulary(byte[]?[] bytes)
    {
        _bytes = bytes;
        int spelled = bytes.Where(token => token is { Length: 1 }).Select(token => token![0]).Distinct().Count();
        if (spelled < 256) throw new ArgumentException($"The vocabulary has tokens for {spelled} of the 256 single bytes; all are needed.", nameof(bytes));

        int[] sorted = [.. Enumerable.Range(0, bytes.Length).Where(id => bytes[id] is { Length: > 0 })];
        Array.Sort(sorted, (a, b) => bytes[a].AsSpan().SequenceCompareTo(bytes[b]));
        Nodes = TrieNode.Build(sorted, bytes);
        Tokens = sorted;
        Depth = sorted.Max(id => bytes[id]!.Length);
    }

    /// <summary>How many ids there are.</summary>
    public int Size => _bytes.Length;

    /// <summary>The nodes of the trie, each before its children.</summary>
    internal TrieNode[] Nodes { get; }

    /// <summary>The ids in the order of their bytes; a node's tokens lie side by side.</summary>
    internal int[] Tokens { get; }

    /// <summary>The length of the longest token in bytes.</summary>
    internal int Depth { get; }

    /// <summary>The bytes of a token; null where it stands for no text.</summary>
    internal byte[]? Bytes(int token) => (uint)token < (uint)_bytes.Length ? _bytes[token] : null;

    private static byte[]?[] BytesOf(PhiTokenizer tokenizer, int size)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (size < tokenizer.VocabularySize)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The tokenizer has {tokenizer.VocabularySize} ids and the model {size} columns of logits; they do not belong together.");
        return [.. Enumerable.Range(0, size).Select(id => tokenizer.TokenBytes(id)?.ToArray())];
    }
}
