namespace PhiVisionML.Model.Constraints;

/// <summary>A grammar made deterministic, state by state as they are first reached. Thread-safe.</summary>
/// <remarks>So many states are kept at most; any further one is made anew each time, so that no grammar takes all memory.</remarks>
internal sealed class Dfa
{
    private const int MaxKept = 32_768;

    private readonly Grammar _grammar;
    private readonly int[] _minTokens;
    private readonly byte[] _classOf = new byte[256];
    private readonly int _classes;
    private readonly Dictionary<int[], DfaState> _states = new(new SetComparer());
    private readonly Lock _growth = new();
    private readonly DfaState _dead;

    /// <param name="grammar">The grammar.</param>
    /// <param name="minTokens">For each of its states the fewest tokens to the end.</param>
    public Dfa(Grammar grammar, int[] minTokens)
    {
        _grammar = grammar;
        _minTokens = minTokens;
        _classes = FindByteClasses();
        _dead = new DfaState([], accepts: false, minTokens: 0, byteClasses: 0) { IsKept = true };
        Start = Intern([grammar.Start]);
    }

    public DfaState Start { get; }

    /// <summary>The state after one more byte; dead if no string goes on so.</summary>
    public DfaState Step(DfaState state, byte value)
    {
        if (state.IsDead) return state;
        return Volatile.Read(ref state.Next[_classOf[value]]) ?? Grow(state, value);
    }

    /// <summary>The only byte that may follow, or null.</summary>
    public byte? OnlyByte(DfaState state)
    {
        byte? only = null;
        foreach (int member in state.Members)
        {
            foreach (ByteEdge edge in _grammar.Edges[member])
            {
                if (edge.Low != edge.High || (only is { } other && other != edge.Low)) return null;
                only = edge.Low;
            }
        }

        return only;
    }

    /// <summary>Whether no byte can follow.</summary>
    public bool IsFinal(DfaState state) => state.Members.All(member => _grammar.Edges[member].Length == 0);

    private DfaState Grow(DfaState state, byte value)
    {
        int[] targets = [.. state.Members.SelectMany(member => _grammar.Edges[member]).Where(edge => edge.Holds(value)).Select(edge => edge.To).Distinct().Order()];
        lock (_growth)
        {
            DfaState next = targets.Length == 0 ? _dead : Intern(targets);
            if (next.IsKept) Volatile.Write(ref state.Next[_classOf[value]], next);
            return next;
        }
    }

    private DfaState Intern(int[] members)
    {
        if (!_states.TryGetValue(members, out DfaState? state))
        {
            bool isKept = _states.Count < MaxKept;
            state = new DfaState(members, members.Any(member => _grammar.Accepts[member]), members.Min(member => _minTokens[member]), _classes) { IsKept = isKept };
            if (isKept) _states.Add(members, state);
        }

        return state;
    }

    /// <summary>Bytes that no edge tells apart share a class, so that states stay small.</summary>
    private int FindByteClasses()
    {
        var begins = new bool[257];
        foreach (ByteEdge edge in _grammar.Edges.SelectMany(edges => edges))
        {
            begins[edge.Low] = true;
            begins[edge.High + 1] = true;
        }

        int current = 0;
        for (int value = 1; value < 256; value++)
        {
            if (begins[value]) current++;
            _classOf[value] = (byte)current;
        }

        return current + 1;
    }

    private sealed class SetComparer : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? a, int[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(int[] members)
        {
            var hash = default(HashCode);
            foreach (int member in members) hash.Add(member);
            return hash.ToHashCode();
        }
    }
}
