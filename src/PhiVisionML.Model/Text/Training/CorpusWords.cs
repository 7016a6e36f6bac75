using System.Text;

namespace PhiVisionML.Model.Text.Training;

/// <summary>The words of a corpus with their counts. A word begins at each space sign; a digit is a word of its own; no piece reaches across words.</summary>
internal sealed class CorpusWords
{
    private CorpusWords(IReadOnlyDictionary<string, long> counts) => Counts = counts;

    public IReadOnlyDictionary<string, long> Counts { get; }

    public static CorpusWords Count(IEnumerable<string> sentences)
    {
        var counts = new Dictionary<string, long>();
        foreach (string sentence in sentences)
            foreach (string word in Split(TokenTable.SpaceSign + sentence.Replace(' ', TokenTable.SpaceSign)))
                counts[word] = counts.GetValueOrDefault(word) + 1;
        if (counts is { Count: 1 } && counts.ContainsKey(TokenTable.SpaceSign.ToString())) counts.Clear();
        return new CorpusWords(counts);
    }

    /// <summary>The characters that get pieces, the most frequent first: printable ASCII, the space sign, and as many others as the coverage asks for.</summary>
    public string[] Characters(double coverage)
    {
        var counts = new Dictionary<Rune, long>();
        for (char c = '!'; c <= '~'; c++) counts[new Rune(c)] = 0;
        counts[new Rune(TokenTable.SpaceSign)] = 0;
        HashSet<Rune> always = [.. counts.Keys];
        foreach ((string word, long count) in Counts)
            foreach (Rune rune in word.EnumerateRunes().Where(HasPiece))
                counts[rune] = counts.GetValueOrDefault(rune) + count;

        long wanted = (long)Math.Ceiling(coverage * counts.Values.Sum());
        long covered = 0;
        List<string> chosen = [];
        foreach ((Rune rune, long count) in counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key))
        {
            if (covered < wanted || always.Contains(rune)) chosen.Add(rune.ToString());
            covered += count;
        }

        return [.. chosen];
    }

    /// <summary>Control characters and broken text are always spelled in bytes.</summary>
    private static bool HasPiece(Rune rune) => !Rune.IsControl(rune) && rune != Rune.ReplacementChar;

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            bool digit = char.IsDigit(text[at]);
            bool begins = text[at] == TokenTable.SpaceSign || digit || (at > 0 && char.IsDigit(text[at - 1]));
            if (!begins || at == start) continue;
            yield return text[start..at];
            start = at;
        }

        if (start < text.Length) yield return text[start..];
    }
}
