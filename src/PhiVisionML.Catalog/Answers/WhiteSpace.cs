using System.Text;

namespace PhiVisionML.Catalog.Answers;

/// <summary>The one rule by which texts of answers are made comparable.</summary>
public static class WhiteSpace
{
    /// <summary>
    /// Folds every run of white space and control characters to one space and trims the ends. Halves of surrogate pairs,
    /// which no tokenizer can encode, become U+FFFD. Nothing else changes: letter case, accents, joiners and emoji stay.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <returns>The folded text; folding it again changes nothing.</returns>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        var pendingSpace = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                pendingSpace = folded.Length > 0;
                continue;
            }
            if (pendingSpace) folded.Append(' ');
            pendingSpace = false;
            folded.Append(rune);
        }
        return folded.ToString();
    }
}
