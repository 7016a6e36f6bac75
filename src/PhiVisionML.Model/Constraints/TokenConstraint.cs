namespace PhiVisionML.Model.Constraints;

/// <summary>
/// A grammar compiled for a vocabulary: answers are built of whole tokens, in any way of cutting them, and always fit the grammar.
/// </summary>
/// <remarks>Thread-safe. Masks are made when a state is first reached and kept, up to 64 MiB of them, so later requests only copy them.</remarks>
public sealed class TokenConstraint : ITokenConstraint
{
    private const int MaxMaskBytes = 64 << 20;

    private readonly TokenVocabulary _vocabulary;
    private readonly HashSet<int> _stopTokens;
    private int _masks;

    /// <summary>Compiles a grammar.</summary>
    /// <param name="grammar">What an answer may be.</param>
    /// <param name="vocabulary">The tokens of the model.</param>
    /// <param name="stopTokens">The ids that end an answer; at least one, none of which stands for text.</param>
    /// <exception cref="ArgumentException">There is no stop token, or one of them is outside the vocabulary or stands for text.</exception>
    public TokenConstraint(Grammar grammar, TokenVocabulary vocabulary, IEnumerable<int> stopTokens)
    {
        ArgumentNullException.ThrowIfNull(grammar);
        ArgumentNullException.ThrowIfNull(vocabulary);
        _vocabulary = vocabulary;
        _stopTokens = [.. stopTokens];
        if (_stopTokens.Count == 0) throw new ArgumentException("A constraint needs at least one stop token: without one no answer could end.", nameof(stopTokens));
        foreach (int token in _stopTokens)
        {
            if ((uint)token >= (uint)vocabulary.Size || vocabulary.Bytes(token) is not null)
                throw new ArgumentException($"The stop token {token} must be a control token below {vocabulary.Size}.", nameof(stopTokens));
        }

        Dfa = new Dfa(grammar, TokenDistances.Of(grammar, vocabulary));
    }

    /// <inheritdoc/>
    public int VocabularySize => _vocabulary.Size;

    /// <inheritdoc/>
    public int MaskWords => (VocabularySize + 63) / 64;

    /// <inheritdoc/>
    public int MinimumTokens => Dfa.Start.MinTokens + 1;

    internal Dfa Dfa { get; }

    /// <inheritdoc/>
    public ITokenConstraintState Start() => new TokenConstraintState(this);

    internal bool IsStop(int token) => _stopTokens.Contains(token);

    internal void SetStopBits(Span<ulong> mask)
    {
        foreach (int token in _stopTokens) SetBit(mask, token);
    }

    /// <summary>The state after a token; dead if the answer cannot go on so.</summary>
    internal DfaState? Step(DfaState state, int token)
    {
        if (_vocabulary.Bytes(token) is not { } bytes) return null;
        foreach (byte value in bytes) state = Dfa.Step(state, value);
        return state.IsDead ? null : state;
    }

    /// <summary>Fills in the tokens after which at most <paramref name="budget"/> further ones complete the answer.</summary>
    internal void FillTextBits(DfaState state, Span<ulong> mask, int budget)
    {
        MaskEntry entry = state.Mask ?? MakeMask(state);
        if (entry.MostTokensAfter <= budget) entry.Words.CopyTo(mask);
        else Walk(state, mask, budget);
    }

    private MaskEntry MakeMask(DfaState state)
    {
        var words = new ulong[MaskWords];
        var entry = new MaskEntry(words, Walk(state, words, int.MaxValue));
        if (_masks < int.MaxValue && Interlocked.Increment(ref _masks) <= MaxMaskBytes / (sizeof(ulong) * MaskWords)) state.Mask = entry;
        return entry;
    }

    /// <summary>Walks trie and grammar side by side.</summary>
    /// <returns>The largest number of tokens that any of the tokens found leaves to the end.</returns>
    private int Walk(DfaState start, Span<ulong> mask, int budget)
    {
        TrieNode[] nodes = _vocabulary.Nodes;
        var path = new DfaState[_vocabulary.Depth + 1];
        path[0] = start;
        int most = 0;
        for (int at = 0; at < nodes.Length;)
        {
            ref readonly TrieNode node = ref nodes[at];
            DfaState next = Dfa.Step(path[node.Depth - 1], node.Value);
            if (next.IsDead)
            {
                at = node.After;
                continue;
            }

            path[node.Depth] = next;
            if (node.EndToken > node.FirstToken && next.MinTokens <= budget)
            {
                most = Math.Max(most, next.MinTokens);
                for (int token = node.FirstToken; token < node.EndToken; token++) SetBit(mask, _vocabulary.Tokens[token]);
            }

            at++;
        }

        return most;
    }

    private static void SetBit(Span<ulong> mask, int token) => mask[token >> 6] |= 1UL << token;
}
