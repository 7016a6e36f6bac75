using Microsoft.ML.Tokenizers;

namespace PhiVisionML.Model.Text;

/// <summary>
/// Cuts before each word where no piece could reach across anyway, so that a long text costs as much as its words. The published
/// tokenizer has no pre-tokeniser; these cuts do not change its result.
/// </summary>
internal sealed class WordPreTokenizer : PreTokenizer
{
    private readonly bool _cuts;

    public WordPreTokenizer(IEnumerable<string> pieces) => _cuts = !pieces.Any(piece => NextWord(piece, 0) < piece.Length);

    public override IEnumerable<(int, int)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int, int)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> words = [];
        for (int start = 0; start < text.Length; start += words[^1].Length)
            words.Add((start, (_cuts ? NextWord(text, start) : text.Length) - start));
        return words;
    }

    /// <summary>Where the next word begins: at the first space sign after another character.</summary>
    private static int NextWord(ReadOnlySpan<char> text, int start)
    {
        for (int at = start + 1; at < text.Length; at++)
            if (text[at] == TokenTable.SpaceSign && text[at - 1] != TokenTable.SpaceSign) return at;
        return text.Length;
    }
}
