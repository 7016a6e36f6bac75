namespace PhiVisionML.Model.Constraints;

/// <summary>
/// Builds free text of limited length that ends where a literal first occurs. The text so far, less what may be the beginning of the
/// literal, runs through the machine of allowed texts; the rest is remembered as the length of the literal's matched beginning (Knuth,
/// Morris, Pratt 1977).
/// </summary>
internal sealed class FreeTextBuilder
{
    private readonly GrammarBuilder _builder;
    private readonly byte[] _literal;
    private readonly int _maxBytes;
    private readonly Dfa _texts;
    private readonly Dictionary<(int Matched, DfaState Text), List<Move>> _moves = [];
    private readonly Dictionary<(int Bytes, int Matched, DfaState Text), int> _states = [];
    private readonly Queue<(int Bytes, int Matched, DfaState Text)> _open = new();

    /// <param name="builder">Where to build.</param>
    /// <param name="maxBytes">The most bytes of the text, the literal not counted.</param>
    /// <param name="literal">The literal that ends the text and is part of what is built; empty if the text ends by itself.</param>
    public FreeTextBuilder(GrammarBuilder builder, int maxBytes, byte[] literal)
    {
        _builder = builder;
        _literal = literal;
        _maxBytes = maxBytes;
        Grammar words = Words();
        _texts = new Dfa(words, words.BytesToEnd);
    }

    /// <summary>A range of bytes that goes on from a matched length and a state of the text.</summary>
    private readonly record struct Move(byte Low, byte High, int Confirmed, int Matched, DfaState Text);

    public Fragment Build()
    {
        int end = _builder.State();
        int start = StateOf((0, 0, _texts.Start));
        while (_open.TryDequeue(out var at))
        {
            int from = _states[at];
            if (_literal.Length == 0 && at.Text.Accepts) _builder.Free(from, end);
            foreach (Move move in MovesFrom(at.Matched, at.Text))
            {
                int bytes = at.Bytes + move.Confirmed;
                bool complete = _literal.Length > 0 && move.Matched == _literal.Length;
                if (bytes > _maxBytes || (complete && !move.Text.Accepts)) continue;
                _builder.Step(from, move.Low, move.High, complete ? end : StateOf((bytes, move.Matched, move.Text)));
            }
        }

        return new Fragment(start, end);
    }

    /// <summary>Words with single spaces between them: the form to which catalog texts are folded.</summary>
    private static Grammar Words()
    {
        var builder = new GrammarBuilder();
        var characters = new Utf8Characters(builder);
        Fragment first = builder.OneOrMore(characters.Of(CodePointSet.Visible));
        Fragment space = builder.Range((byte)' ', (byte)' ');
        builder.Free(first.Out, space.In);
        builder.Free(space.Out, first.In);
        return builder.Build(first);
    }

    private int StateOf((int Bytes, int Matched, DfaState Text) key)
    {
        if (_states.TryGetValue(key, out int state)) return state;
        _open.Enqueue(key);
        return _states[key] = _builder.State();
    }

    /// <summary>What each byte does; neighbouring bytes that do the same share a move.</summary>
    private List<Move> MovesFrom(int matched, DfaState text)
    {
        if (_moves.TryGetValue((matched, text), out List<Move>? moves)) return moves;
        moves = [];
        for (int value = 0; value < 256; value++)
        {
            Move move = MoveOver((byte)value, matched, text);
            if (move.Text.IsDead) continue;
            if (moves.Count > 0 && moves[^1].High == value - 1 && moves[^1] == move with { Low = moves[^1].Low, High = moves[^1].High })
                moves[^1] = moves[^1] with { High = (byte)value };
            else moves.Add(move);
        }

        return _moves[(matched, text)] = moves;
    }

    private Move MoveOver(byte value, int matched, DfaState text)
    {
        byte[] pending = [.. _literal[..matched], value];
        int stillMatched = Math.Min(pending.Length, _literal.Length);
        while (!pending.AsSpan(pending.Length - stillMatched).SequenceEqual(_literal.AsSpan(0, stillMatched))) stillMatched--;
        int confirmed = pending.Length - stillMatched;
        foreach (byte passed in pending.AsSpan(0, confirmed)) text = _texts.Step(text, passed);
        return new Move(value, value, confirmed, stillMatched, text);
    }
}
