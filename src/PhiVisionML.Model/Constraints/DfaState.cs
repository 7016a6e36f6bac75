namespace PhiVisionML.Model.Constraints;

/// <summary>A state of a <see cref="Dfa"/>: the grammar's states that the bytes so far may have led to.</summary>
internal sealed class DfaState(int[] members, bool accepts, int minTokens, int byteClasses)
{
    private MaskEntry? _mask;

    /// <summary>The grammar's states, ascending; none for the state that nothing leads out of.</summary>
    public int[] Members { get; } = members;

    /// <summary>Whether a string may end here.</summary>
    public bool Accepts { get; } = accepts;

    /// <summary>The fewest tokens, without the stop token, that surely complete a string from here.</summary>
    public int MinTokens { get; } = minTokens;

    /// <summary>For each class of bytes the next state; null where it is not known yet.</summary>
    public DfaState?[] Next { get; } = new DfaState?[byteClasses];

    public bool IsDead => Members.Length == 0;

    /// <summary>Whether the <see cref="Dfa"/> knows it again.</summary>
    public bool IsKept { get; init; }

    /// <summary>The tokens that may follow, once they are known.</summary>
    public MaskEntry? Mask
    {
        get => Volatile.Read(ref _mask);
        set => Volatile.Write(ref _mask, value);
    }
}
