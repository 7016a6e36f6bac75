namespace PhiVisionML.Model.Constraints;

/// <summary>One answer under a <see cref="TokenConstraint"/>.</summary>
internal sealed class TokenConstraintState(TokenConstraint constraint) : ITokenConstraintState
{
    private DfaState _state = constraint.Dfa.Start;
    private bool _stopped;

    public bool CanStop => _stopped || _state.Accepts;

    public bool MustStop => _stopped || (_state.Accepts && constraint.Dfa.IsFinal(_state));

    public int MinimumTokens => _stopped ? 1 : _state.MinTokens + 1;

    public void FillMask(Span<ulong> mask, int remainingTokens)
    {
        if (mask.Length < constraint.MaskWords)
            throw new ArgumentException($"The mask has {mask.Length} words; {constraint.VocabularySize} ids need {constraint.MaskWords}.", nameof(mask));
        if (remainingTokens < MinimumTokens)
            throw new ArgumentOutOfRangeException(nameof(remainingTokens), remainingTokens, $"The answer needs up to {MinimumTokens} more tokens and {remainingTokens} may be generated; raise the budget.");

        mask.Clear();
        if (!_stopped) constraint.FillTextBits(_state, mask, remainingTokens - 2);
        if (CanStop) constraint.SetStopBits(mask);
    }

    public bool TryAccept(int token)
    {
        if (constraint.IsStop(token))
        {
            _stopped |= _state.Accepts;
            return _stopped;
        }

        if (_stopped || constraint.Step(_state, token) is not { } next) return false;
        _state = next;
        return true;
    }

    public byte[] ForcedBytes()
    {
        List<byte> forced = [];
        DfaState state = _state;
        while (!_stopped && !state.Accepts && constraint.Dfa.OnlyByte(state) is { } only)
        {
            forced.Add(only);
            state = constraint.Dfa.Step(state, only);
        }

        return [.. forced];
    }
}
