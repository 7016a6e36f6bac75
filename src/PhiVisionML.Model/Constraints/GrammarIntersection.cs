namespace PhiVisionML.Model.Constraints;

/// <summary>Builds the strings that fit two grammars at once, as the product of their machines.</summary>
/// <param name="builder">Where to build.</param>
internal sealed class GrammarIntersection(GrammarBuilder builder)
{
    private readonly Dictionary<(DfaState, DfaState), int> _states = [];
    private readonly Queue<(DfaState, DfaState)> _open = new();

    public Fragment Of(Grammar first, Grammar second)
    {
        Dfa one = new(first, first.BytesToEnd), other = new(second, second.BytesToEnd);
        int end = builder.State();
        int start = StateOf((one.Start, other.Start));
        while (_open.TryDequeue(out (DfaState One, DfaState Other) at))
        {
            int from = _states[at];
            if (at.One.Accepts && at.Other.Accepts) builder.Free(from, end);
            (DfaState, DfaState)? last = null;
            int low = 0;
            for (int value = 0; value <= 256; value++)
            {
                (DfaState One, DfaState Other)? next = value == 256 ? null : (one.Step(at.One, (byte)value), other.Step(at.Other, (byte)value));
                if (next is { } target && (target.One.IsDead || target.Other.IsDead)) next = null;
                if (value > 0 && next == last) continue;
                if (last is { } reached) builder.Step(from, (byte)low, (byte)(value - 1), StateOf(reached));
                (last, low) = (next, value);
            }
        }

        return new Fragment(start, end);
    }

    private int StateOf((DfaState, DfaState) key)
    {
        if (_states.TryGetValue(key, out int state)) return state;
        _open.Enqueue(key);
        return _states[key] = builder.State();
    }
}
