using System.Globalization;
using System.Text;

namespace PhiVisionML.Model.Text;

/// <summary>What each id stands for: a stretch of text, one raw byte, an added token, or nothing.</summary>
internal sealed class TokenTable
{
    /// <summary>The sign that stands for a space inside pieces (U+2581).</summary>
    public const char SpaceSign = '\u2581';

    private readonly string?[] _texts;
    private readonly byte[]?[] _bytes;
    private readonly AddedToken?[] _added;

    /// <param name="pieces">The piece of each id; the byte pieces are known by name (<c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>).</param>
    /// <param name="addedTokens">Tokens beside the pieces, or in place of pieces of the same name.</param>
    /// <exception cref="InvalidDataException">An added token has the id of another piece.</exception>
    public TokenTable(IReadOnlyList<string> pieces, IReadOnlyCollection<AddedToken> addedTokens)
    {
        int size = Math.Max(pieces.Count, addedTokens.Max(token => token.Id) + 1);
        _texts = new string?[size];
        _bytes = new byte[]?[size];
        _added = new AddedToken?[size];
        foreach (AddedToken token in addedTokens) Place(token, pieces);

        for (int id = 0; id < pieces.Count; id++)
        {
            if (_added[id] is not null) continue;
            if (ByteOfName(pieces[id]) is { } value)
            {
                _bytes[id] = [value];
            }
            else
            {
                _texts[id] = pieces[id].Replace(SpaceSign, ' ');
                _bytes[id] = Encoding.UTF8.GetBytes(_texts[id]!);
            }
        }
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _texts.Length;

    /// <summary>The added token of this id, or null.</summary>
    public AddedToken? Added(int id) => (uint)id < (uint)_added.Length ? _added[id] : null;

    /// <summary>The text of a piece, spaces as spaces; null for byte pieces, added tokens and ids without a token.</summary>
    public string? Text(int id) => (uint)id < (uint)_texts.Length ? _texts[id] : null;

    /// <summary>The UTF-8 bytes of a piece; null for added tokens and ids without a token.</summary>
    public byte[]? Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : null;

    /// <summary>The byte that a piece of this name stands for, or null.</summary>
    public static byte? ByteOfName(string piece) =>
        piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[5] == '>'
        && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;

    private void Place(AddedToken token, IReadOnlyList<string> pieces)
    {
        if (token.Id < pieces.Count && pieces[token.Id] != token.Content)
            throw new InvalidDataException($"The added token '{token.Content}' has id {token.Id}, which the vocabulary gives to '{pieces[token.Id]}'.");
        if (_added[token.Id] is { } other)
            throw new InvalidDataException($"The added tokens '{other.Content}' and '{token.Content}' both have id {token.Id}.");
        _added[token.Id] = token;
    }
}
