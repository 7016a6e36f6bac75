namespace PhiVisionML.Model.Constraints;

/// <summary>A set of byte strings, as a state machine over bytes that knows of no tokens. Made by <see cref="TemplateGrammar"/>, <see cref="JsonSchemaGrammar"/> or <see cref="RegexGrammar"/>; immutable.</summary>
public sealed class Grammar
{
    /// <param name="edges">The edges of each state; every state can reach an accepting one.</param>
    /// <param name="accepts">Whether a string may end in each state.</param>
    /// <param name="bytesToEnd">The fewest bytes from each state to an accepting one.</param>
    /// <param name="start">The state of the empty string.</param>
    internal Grammar(ByteEdge[][] edges, bool[] accepts, int[] bytesToEnd, int start)
    {
        Edges = edges;
        Accepts = accepts;
        BytesToEnd = bytesToEnd;
        Start = start;
    }

    internal ByteEdge[][] Edges { get; }

    internal bool[] Accepts { get; }

    internal int[] BytesToEnd { get; }

    internal int Start { get; }

    /// <summary>The strings of this grammar behind one space, and those of them that begin with none also without it.</summary>
    internal Grammar AfterOptionalSpace()
    {
        const byte Space = (byte)' ';
        int start = Edges.Length;
        List<ByteEdge> edges = [new(Space, Space, Start)];
        foreach (ByteEdge edge in Edges[Start])
        {
            if (edge.Low < Space) edges.Add(edge with { High = Math.Min(edge.High, (byte)(Space - 1)) });
            if (edge.High > Space) edges.Add(edge with { Low = Math.Max(edge.Low, (byte)(Space + 1)) });
        }

        int toEnd = Accepts[Start] ? 0 : edges.Min(edge => BytesToEnd[edge.To]) + 1;
        return new Grammar([.. Edges, [.. edges]], [.. Accepts, Accepts[Start]], [.. BytesToEnd, toEnd], start);
    }
}
