using System.Buffers;
using System.Text;

namespace PhiVisionML.Enrichment.Stores.Storage;

/// <summary>Text as both databases can hold it.</summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Suspicious = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Append(0).Select(c => (char)c)]);

    /// <summary>The text; U+0000, which PostgreSQL has no place for, and halves of surrogate pairs, which UTF-8 has none for, become U+FFFD.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspicious))
            return text;
        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(c).Append(text[++i]);
            else
                clean.Append(c == '\0' || char.IsSurrogate(c) ? Replacement : c);
        }

        return clean.ToString();
    }
}
