namespace PhiVisionML.Model.Constraints;

/// <summary>How few tokens complete a string from each state of a grammar, along a shortest way in bytes. (The true minimum may be lower; it is never higher, so a budget of this many is enough.)</summary>
internal sealed class TokenDistances
{
    /// <summary>The most ways to look at from one state: a long run of any characters has tens of thousands, and a good one is among the first.</summary>
    private const int MaxWays = 4096;

    private readonly Grammar _grammar;
    private readonly TrieNode[] _nodes;
    private readonly int[] _distances;

    private TokenDistances(Grammar grammar, TokenVocabulary vocabulary)
    {
        _grammar = grammar;
        _nodes = vocabulary.Nodes;
        _distances = new int[grammar.Edges.Length];
    }

    /// <summary>For each state the fewest tokens, without the stop token.</summary>
    public static int[] Of(Grammar grammar, TokenVocabulary vocabulary)
    {
        var distances = new TokenDistances(grammar, vocabulary);
        foreach (int state in Enumerable.Range(0, grammar.Edges.Length).Where(state => grammar.BytesToEnd[state] is > 0 and < int.MaxValue).OrderBy(state => grammar.BytesToEnd[state]))
            distances._distances[state] = 1 + distances.Best(state, node: 0, end: distances._nodes.Length, []);
        return distances._distances;
    }

    /// <summary>The smallest distance after any token that begins below these nodes and leads straight towards the end.</summary>
    private int Best(int state, int node, int end, HashSet<(int State, int Node)> seen)
    {
        int best = int.MaxValue;
        for (; node < end; node = _nodes[node].After)
        {
            foreach (ByteEdge edge in _grammar.Edges[state])
            {
                if (!edge.Holds(_nodes[node].Value) || _grammar.BytesToEnd[edge.To] != _grammar.BytesToEnd[state] - 1 || seen.Count == MaxWays || !seen.Add((edge.To, node))) continue;
                if (_nodes[node].EndToken > _nodes[node].FirstToken) best = Math.Min(best, _distances[edge.To]);
                best = Math.Min(best, Best(edge.To, node + 1, _nodes[node].After, seen));
            }
        }

        return best;
    }
}
