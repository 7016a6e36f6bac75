using System.Text;

namespace PhiVisionML.Model.Text;

/// <summary>
/// Turns ids into text as they arrive. All pieces returned, <see cref="Finish"/> included, put together are exactly what
/// <see cref="PhiTokenizer.Decode"/> gives for all ids.
/// </summary>
/// <remarks>
/// <para>Text is held back only while raw bytes arrive: whether a run of byte pieces is valid UTF-8 is known at its end alone
/// (the reference writes one U+FFFD for each byte of a run that is not). So no character is ever cut; a combining mark may come
/// in a later piece than its letter.</para>
/// <para>Not thread-safe: one decoder for each sequence.</para>
/// </remarks>
public sealed class StreamingDecoder
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TokenTable _table;
    private readonly bool _skipSpecialTokens;
    private readonly List<byte> _run = [];
    private bool _started;

    internal StreamingDecoder(TokenTable table, bool skipSpecialTokens)
    {
        _table = table;
        _skipSpecialTokens = skipSpecialTokens;
    }

    /// <summary>Takes the next id.</summary>
    /// <param name="id">An id; one that has no token (a padding row of the embedding) gives no text.</param>
    /// <returns>The text that is finished by it; often empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative: the place of a picture has no text.</exception>
    public string Append(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        if (_table.Added(id) is { } added)
            return added.IsSpecial && _skipSpecialTokens ? "" : Emit(EndRun() + added.Content);
        if (_table.Text(id) is { } text) return Emit(_run.Count == 0 ? text : EndRun() + text);
        if (_table.Bytes(id) is [byte value]) _run.Add(value);
        return "";
    }

    /// <summary>Ends the sequence.</summary>
    /// <returns>What was held back. Afterwards the decoder is as new.</returns>
    public string Finish()
    {
        string rest = Emit(EndRun());
        _started = false;
        return rest;
    }

    private string EndRun()
    {
        if (_run.Count == 0) return "";
        string text;
        try
        {
            text = _strictUtf8.GetString([.. _run]);
        }
        catch (DecoderFallbackException)
        {
            text = new string('\uFFFD', _run.Count);
        }

        _run.Clear();
        return text;
    }

    /// <summary>Takes away the one space that encoding put before the whole text.</summary>
    private string Emit(string text)
    {
        if (_started || text.Length == 0) return text;
        _started = true;
        return text[0] == ' ' ? text[1..] : text;
    }
}
