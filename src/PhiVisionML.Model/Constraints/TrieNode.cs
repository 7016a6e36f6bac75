namespace PhiVisionML.Model.Constraints;

/// <summary>One node of the trie of tokens; nodes stand in an array, each before its children.</summary>
/// <param name="Value">The byte that leads to it.</param>
/// <param name="Depth">How many bytes lead to it; at least 1.</param>
/// <param name="After">The first node that is not below it.</param>
/// <param name="FirstToken">Where its tokens begin in the sorted list of tokens.</param>
/// <param name="EndToken">Where they end.</param>
internal readonly record struct TrieNode(byte Value, int Depth, int After, int FirstToken, int EndToken)
{
    /// <summary>Builds the trie of tokens that are sorted by their bytes.</summary>
    public static TrieNode[] Build(int[] sorted, byte[]?[] bytes)
    {
        List<TrieNode> nodes = [];
        var open = new Stack<int>();
        for (int position = 0; position < sorted.Length; position++)
        {
            byte[] token = bytes[sorted[position]]!;
            int shared = position == 0 ? 0 : token.AsSpan().CommonPrefixLength(bytes[sorted[position - 1]]);
            Close(shared);
            for (int depth = shared; depth < token.Length; depth++)
            {
                open.Push(nodes.Count);
                nodes.Add(new TrieNode(token[depth], depth + 1, 0, position, position));
            }

            nodes[open.Peek()] = nodes[open.Peek()] with { EndToken = position + 1 };
        }

        Close(0);
        return [.. nodes];

        void Close(int depth)
        {
            while (open.Count > depth)
            {
                int node = open.Pop();
                nodes[node] = nodes[node] with { After = nodes.Count };
            }
        }
    }
}
