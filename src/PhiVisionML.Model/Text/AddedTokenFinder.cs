using System.Buffers;

namespace PhiVisionML.Model.Text;

/// <summary>Finds the markup of added tokens in a text: the leftmost, and of those that start there the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly AddedToken[] _longestFirst;
    private readonly SearchValues<string> _contents;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        _longestFirst = [.. tokens.OrderByDescending(token => token.Content.Length)];
        _contents = SearchValues.Create([.. _longestFirst.Select(token => token.Content)], StringComparison.Ordinal);
    }

    /// <summary>The first token at or after <paramref name="start"/>, or null with <paramref name="index"/> at the end of the text.</summary>
    public AddedToken? Find(string text, int start, out int index)
    {
        int offset = text.AsSpan(start).IndexOfAny(_contents);
        if (offset < 0)
        {
            index = text.Length;
            return null;
        }

        int found = start + offset;
        index = found;
        return _longestFirst.First(token => string.CompareOrdinal(text, found, token.Content, 0, token.Content.Length) == 0);
    }
}
