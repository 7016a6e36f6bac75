using System.Text;
using Microsoft.ML.Tokenizers;

namespace PhiVisionML.Model.Text;

/// <summary>
/// Cuts plain text into pieces: a leading "▁", spaces as "▁", then byte-pair merges; characters without a piece are spelled in bytes.
/// </summary>
/// <remarks>
/// <see cref="BpeTokenizer"/> merges, since it follows the list of merges. Its sibling <see cref="LlamaTokenizer"/> joins equal pairs from
/// the right where the reference goes from the left: "&gt;&gt;&gt;" would be cut otherwise. Thread-safe.
/// </remarks>
internal sealed class PieceEncoder
{
    private readonly BpeTokenizer _merger;
    private readonly HashSet<Rune> _characters;
    private readonly int[] _byteIds;

    public PieceEncoder(TokenizerPieces pieces)
    {
        Dictionary<string, int> ids = pieces.Ids();
        _merger = BpeTokenizer.Create(new BpeOptions(ids)
        {
            Merges = pieces.Merges.Select(merge => $"{merge.Left} {merge.Right}"),
            PreTokenizer = new WordPreTokenizer(pieces.PieceOfId),
            UnknownToken = ControlTokens.Unknown,
        });
        _characters = [.. pieces.PieceOfId.Where(IsCharacter).Select(piece => piece.EnumerateRunes().First())];
        _byteIds = new int[256];
        for (int value = 0; value < 256; value++)
            _byteIds[value] = ids.TryGetValue($"<0x{value:X2}>", out int id)
                ? id
                : throw new InvalidDataException($"The vocabulary lacks the byte piece <0x{value:X2}>; all 256 are needed to spell any text.");
    }

    public int[] Encode(string text) => text.Length == 0 ? [] : EncodeContinuation(" " + text);

    /// <summary>Encodes what goes on after other tokens: without a leading "▁".</summary>
    public int[] EncodeContinuation(string text)
    {
        List<int> ids = [];
        var known = new StringBuilder();
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in text.Replace(' ', TokenTable.SpaceSign).EnumerateRunes())
        {
            if (_characters.Contains(rune))
            {
                known.Append(rune);
                continue;
            }

            Flush();
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)]) ids.Add(_byteIds[value]);
        }

        Flush();
        return [.. ids];

        void Flush()
        {
            if (known.Length > 0) ids.AddRange(_merger.EncodeToIds(known.ToString()));
            known.Clear();
        }
    }

    private static bool IsCharacter(string piece) => piece.EnumerateRunes().Count() == 1;
}
