namespace PhiVisionML.Model.Constraints;

/// <summary>A set of byte strings, as a state machine over bytes that knows of no tokens. Made by <see cref="TemplateGrammar"/>; immutable.</summary>
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
}
