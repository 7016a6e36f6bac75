using System.Text;

namespace PhiVisionML.Model.Constraints;

/// <summary>Builds a <see cref="Grammar"/> from parts (Thompson's construction: each part is a fragment with one way in and one way out, used once).</summary>
/// <param name="maxStates">The most states; one more throws <see cref="GrammarTooLargeException"/>.</param>
internal sealed class GrammarBuilder(int maxStates = int.MaxValue)
{
    private readonly List<List<ByteEdge>> _edges = [];
    private readonly List<List<int>> _free = [];

    /// <summary>Adds a state.</summary>
    public int State()
    {
        if (_edges.Count == maxStates) throw new GrammarTooLargeException(maxStates);
        _edges.Add([]);
        _free.Add([]);
        return _edges.Count - 1;
    }

    /// <summary>Adds a step over any byte of a range.</summary>
    public void Step(int from, byte low, byte high, int to) => _edges[from].Add(new ByteEdge(low, high, to));

    /// <summary>Adds a step over nothing.</summary>
    public void Free(int from, int to) => _free[from].Add(to);

    /// <summary>The empty string.</summary>
    public Fragment Nothing()
    {
        int state = State();
        return new Fragment(state, state);
    }

    /// <summary>Any one byte of a range.</summary>
    public Fragment Range(byte low, byte high)
    {
        var fragment = new Fragment(State(), State());
        Step(fragment.In, low, high, fragment.Out);
        return fragment;
    }

    /// <summary>Exactly this text.</summary>
    public Fragment Literal(string text) => OneOf([text]);

    /// <summary>One of these texts; common beginnings are shared.</summary>
    public Fragment OneOf(IEnumerable<string> texts)
    {
        var fragment = new Fragment(State(), State());
        var children = new Dictionary<(int State, byte Value), int>();
        foreach (string text in texts)
        {
            int at = fragment.In;
            foreach (byte value in Encoding.UTF8.GetBytes(text))
            {
                if (!children.TryGetValue((at, value), out int next))
                {
                    children[(at, value)] = next = State();
                    Step(at, value, value, next);
                }

                at = next;
            }

            Free(at, fragment.Out);
        }

        return fragment;
    }

    /// <summary>One part after the other.</summary>
    public Fragment Sequence(params ReadOnlySpan<Fragment> parts)
    {
        for (int i = 1; i < parts.Length; i++) Free(parts[i - 1].Out, parts[i].In);
        return parts.IsEmpty ? Nothing() : new Fragment(parts[0].In, parts[^1].Out);
    }

    /// <summary>A part or nothing.</summary>
    public Fragment Optional(Fragment part)
    {
        var fragment = new Fragment(State(), State());
        Free(fragment.In, part.In);
        Free(part.Out, fragment.Out);
        Free(fragment.In, fragment.Out);
        return fragment;
    }

    /// <summary>A part any number of times, at least once.</summary>
    public Fragment OneOrMore(Fragment part)
    {
        Free(part.Out, part.In);
        return part;
    }

    /// <summary>One of several parts; none fits nothing.</summary>
    public Fragment Either(IEnumerable<Fragment> parts)
    {
        var fragment = new Fragment(State(), State());
        foreach (Fragment part in parts)
        {
            Free(fragment.In, part.In);
            Free(part.Out, fragment.Out);
        }

        return fragment;
    }

    /// <summary>The strings of a finished grammar.</summary>
    public Fragment Embed(Grammar grammar)
    {
        int[] states = [.. grammar.Edges.Select(_ => State())];
        int end = State();
        for (int state = 0; state < states.Length; state++)
        {
            foreach (ByteEdge edge in grammar.Edges[state]) Step(states[state], edge.Low, edge.High, states[edge.To]);
            if (grammar.Accepts[state]) Free(states[state], end);
        }

        return new Fragment(states[grammar.Start], end);
    }

    /// <summary>A part from <paramref name="minimum"/> to <paramref name="maximum"/> times; null is without end.</summary>
    public Fragment Repeat(Func<Fragment> part, int minimum, int? maximum)
    {
        var fragment = new Fragment(State(), State());
        int at = fragment.In;
        for (int count = 0; count < (maximum ?? minimum); count++)
        {
            if (count >= minimum) Free(at, fragment.Out);
            Fragment next = part();
            Free(at, next.In);
            at = next.Out;
        }

        Free(at, maximum is null ? Optional(OneOrMore(part())) : Nothing(), fragment.Out);
        return fragment;
    }

    private void Free(int from, Fragment over, int to)
    {
        Free(from, over.In);
        Free(over.Out, to);
    }

    /// <summary>Finishes: steps over nothing are resolved, and states that are never reached or cannot reach the end are dropped.</summary>
    /// <exception cref="GrammarEmptyException">No string fits the grammar.</exception>
    public Grammar Build(Fragment whole)
    {
        var edges = new List<ByteEdge>[_edges.Count];
        var accepts = new bool[_edges.Count];
        for (int state = 0; state < edges.Length; state++)
        {
            (edges[state], accepts[state]) = (_edges[state], state == whole.Out);
            if (_free[state].Count == 0) continue;
            HashSet<int> reached = Closure(state);
            edges[state] = [.. reached.SelectMany(member => _edges[member]).Distinct()];
            accepts[state] = reached.Contains(whole.Out);
        }

        int[] bytesToEnd = BytesToEnd(edges, accepts);
        if (bytesToEnd[whole.In] == int.MaxValue) throw new GrammarEmptyException();

        List<int> kept = [whole.In];
        var place = new Dictionary<int, int> { [whole.In] = 0 };
        for (int next = 0; next < kept.Count; next++)
        {
            edges[kept[next]].RemoveAll(edge => bytesToEnd[edge.To] == int.MaxValue);
            foreach (ByteEdge edge in edges[kept[next]])
                if (place.TryAdd(edge.To, kept.Count)) kept.Add(edge.To);
        }

        return new Grammar(
            [.. kept.Select(state => edges[state].Select(edge => edge with { To = place[edge.To] }).ToArray())],
            [.. kept.Select(state => accepts[state])],
            [.. kept.Select(state => bytesToEnd[state])],
            start: 0);
    }

    /// <summary>
    /// Finishes the grammar of a whole answer. The first piece of an encoded answer may carry a space that decoding takes away: so one
    /// may stand before everything, and must before a text that itself begins with a space.
    /// </summary>
    /// <exception cref="GrammarEmptyException">No string fits the grammar.</exception>
    public Grammar BuildAnswer(Fragment whole) => Build(whole).AfterOptionalSpace();

    private HashSet<int> Closure(int state)
    {
        HashSet<int> reached = [state];
        var open = new Stack<int>([state]);
        while (open.TryPop(out int at))
            foreach (int next in _free[at])
                if (reached.Add(next)) open.Push(next);
        return reached;
    }

    private static int[] BytesToEnd(List<ByteEdge>[] edges, bool[] accepts)
    {
        var sources = new List<int>[edges.Length];
        for (int state = 0; state < edges.Length; state++) sources[state] = [];
        for (int state = 0; state < edges.Length; state++)
            foreach (ByteEdge edge in edges[state]) sources[edge.To].Add(state);

        var distance = new int[edges.Length];
        Array.Fill(distance, int.MaxValue);
        var open = new Queue<int>();
        for (int state = 0; state < edges.Length; state++)
        {
            if (!accepts[state]) continue;
            distance[state] = 0;
            open.Enqueue(state);
        }

        while (open.TryDequeue(out int at))
        {
            foreach (int source in sources[at].Where(source => distance[source] == int.MaxValue))
            {
                distance[source] = distance[at] + 1;
                open.Enqueue(source);
            }
        }

        return distance;
    }
}
