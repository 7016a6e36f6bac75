using System.Globalization;
using System.Text;

namespace PhiVisionML.Catalog.Splits;

/// <summary>What the titles of one product's variants have in common: the title without colours, sizes and numbers.</summary>
public static class TitleStem
{
    private const string
        Accented = "àáâãäåāăąçćčďđèéêëēėęěğģìíîïīįıķĺľłñńňņòóôõöøőōŕřśšşșßťțùúûüūůűųýÿźżž" + "يىكه",
        Plain = "aaaaaaaaacccddeeeeeeeeggiiiiiiiklllnnnnoooooooorrsssssttuuuuuuuuyyzzz" + "ییکہ";

    /// <summary>
    /// "Aurora Tee - Red, M" and "Aurora Tee in light blue (XL)" both give "aurora tee"; titles in Urdu and Chinese are folded alike. Materials stay: a bag
    /// of leather and one of canvas are different designs. Letter case, accents, punctuation and the order of variant words do not matter.
    /// </summary>
    /// <param name="title">A product's title.</param>
    /// <returns>The stem; <c>null</c> if nothing is left of the title that tells a product from others.</returns>
    public static string? Of(string? title)
    {
        if (string.IsNullOrWhiteSpace(title)) return null;
        var words = Words(title);
        var stem = new List<string>();
        for (int i = 0; i < words.Count; i++)
        {
            string word = Fold(words[i]);
            if (IsVariant(word, words[i], isFirst: i == 0) || VariantWords.Joints.Contains(word)) continue;
            if (i > 0 && char.IsDigit(words[i - 1][0]) && VariantWords.Units.Contains(word)) continue;
            if (VariantWords.Shades.Contains(word) && i + 1 < words.Count && IsVariant(Fold(words[i + 1]), words[i + 1], isFirst: false)) continue;
            word = WithoutChineseColours(word);
            if (word.Length > 0) stem.Add(word);
        }

        return stem.Count == 0 ? null : string.Join(' ', stem);
    }

    // A number with its unit or as a size is a variant (42, 500ml, 2XL, 20x30); a number behind letters is a name (T1000).
    private static bool IsVariant(string word, string written, bool isFirst) =>
        char.IsDigit(word[0])
        || VariantWords.Variants.Contains(word)
        || (!isFirst && VariantWords.CapitalSizes.Contains(word) && char.IsUpper(written[0]));

    private static string WithoutChineseColours(string word)
    {
        if (!word.Contains('色', StringComparison.Ordinal)) return word;
        foreach (string colour in VariantWords.InsideChinese)
            word = word.Replace(colour, "", StringComparison.Ordinal);
        return word;
    }

    /// <summary>Runs of letters, marks and digits, apostrophes within them included.</summary>
    private static List<string> Words(string title)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        string text = title.Replace("one size", "onesize", StringComparison.OrdinalIgnoreCase).Replace("one-size", "onesize", StringComparison.OrdinalIgnoreCase);
        for (int i = 0; i < text.Length; i++)
        {
            bool isApostrophe = text[i] is '\'' or '’' && word.Length > 0 && i + 1 < text.Length && char.IsLetter(text[i + 1]);
            // A decimal point keeps "7.5" one number; the zero-width joiners shape letters within words.
            bool isPoint = text[i] is '.' or ',' && word.Length > 0 && char.IsDigit(word[^1]) && i + 1 < text.Length && char.IsDigit(text[i + 1]);
            if (char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]) || IsMark(text[i]) || text[i] is '\u200C' or '\u200D' || isApostrophe || isPoint)
            {
                word.Append(text[i]);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    /// <summary>
    /// Without letter case, accents and marks; Arabic letters that Urdu writes otherwise become Urdu's, wide letters of Chinese type ordinary ones.
    /// By a table of ours: what the system's normalisation does depends on the machine.
    /// </summary>
    private static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (char written in word)
        {
            char letter = char.ToLowerInvariant(written is >= '\uFF01' and <= '\uFF5E' ? (char)(written - 0xFEE0) : written);
            if (IsMark(letter) || letter is '\u200C' or '\u200D' or '\'' or '’') continue;
            folded.Append(Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Plain[at] : letter);
        }

        return folded.Length > 0 ? folded.ToString() : word;
    }

    private static bool IsMark(char letter) => char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
