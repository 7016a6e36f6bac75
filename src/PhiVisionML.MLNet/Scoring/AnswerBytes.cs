using System.Text;

namespace PhiVisionML.MLNet.Scoring;

/// <summary>An answer as the bytes of its tokens: where a token may be part of a character, bytes are what can be compared.</summary>
internal sealed class AnswerBytes
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly string _text;

    public AnswerBytes(IReadOnlyList<AnswerToken> tokens)
    {
        _starts = new int[tokens.Count];
        var bytes = new List<byte>();
        for (int i = 0; i < tokens.Count; i++)
        {
            _starts[i] = bytes.Count;
            bytes.AddRange(tokens[i].Bytes.Span);
        }

        _bytes = [.. bytes];
        _text = string.Concat(tokens.Select(token => token.Text));
    }

    /// <summary>The first byte of a character of the text. The one space before the whole text is among the bytes and not in the text.</summary>
    public int PlaceOf(int character)
    {
        int space = _bytes is [(byte)' ', ..] && !_text.StartsWith(' ') ? 1 : 0;
        return space + Encoding.UTF8.GetByteCount(_text.AsSpan(0, character));
    }

    /// <summary>What would stand from a place on, if another token stood in place of one; null if that changes what stands before the place, or does not reach it.</summary>
    /// <param name="token">The token that is replaced.</param>
    /// <param name="alternative">The other one.</param>
    /// <param name="place">A byte.</param>
    public byte[]? With(int token, AnswerAlternative alternative, int place)
    {
        byte[] written = [.. _bytes.AsSpan(0, _starts[token]), .. alternative.Bytes.GetValueOrDefault().Span];
        return place <= _bytes.Length && written.Length >= place && written.AsSpan(0, place).SequenceEqual(_bytes.AsSpan(0, place)) ? written[place..] : null;
    }
}
