namespace PhiVisionML.Model.Text.Training;

/// <summary>Joins, again and again, the most frequent pair of neighbouring pieces; keeps the pair counts up to date instead of counting anew.</summary>
internal sealed class PairMerger
{
    private readonly HashSet<string> _reserved;
    private readonly HashSet<string> _pieces;
    private readonly List<(List<string?> Symbols, long Count)> _words = [];
    private readonly Dictionary<(string Left, string Right), long> _counts = [];
    private readonly Dictionary<(string Left, string Right), HashSet<int>> _wordsOf = [];

    /// <param name="words">Words with their counts.</param>
    /// <param name="characters">The characters that have pieces; others stand between pieces and are never joined.</param>
    /// <param name="reserved">Texts that no piece may be.</param>
    public PairMerger(IReadOnlyDictionary<string, long> words, IReadOnlyCollection<string> characters, HashSet<string> reserved)
    {
        _reserved = reserved;
        _pieces = [.. characters];
        foreach ((string word, long count) in words.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            _words.Add(([.. word.EnumerateRunes().Select(rune => _pieces.Contains(rune.ToString()) ? rune.ToString() : null)], count));
            AddPairs(_words.Count - 1, +1);
        }
    }

    /// <summary>Joins pairs until <paramref name="room"/> new pieces are made or no pair is frequent enough.</summary>
    /// <returns>The new pieces in the order in which they were made.</returns>
    public IReadOnlyList<string> Merge(int room, int minimumCount)
    {
        List<string> made = [];
        while (made.Count < room && MostFrequentPair() is { } pair && _counts[pair] >= minimumCount)
        {
            string piece = pair.Left + pair.Right;
            if (_pieces.Add(piece)) made.Add(piece);
            Join(pair, piece);
        }

        return made;
    }

    /// <summary>The pair with the highest count; of equal ones the first in ordinal order.</summary>
    private (string Left, string Right)? MostFrequentPair()
    {
        (string Left, string Right)? best = null;
        long most = 0;
        foreach (((string Left, string Right) pair, long count) in _counts)
        {
            if (count < most || count <= 0) continue;
            if (count > most || Precedes(pair, best!.Value)) (best, most) = (pair, count);
        }

        return best;
    }

    private static bool Precedes((string Left, string Right) a, (string Left, string Right) b)
    {
        int left = string.CompareOrdinal(a.Left, b.Left);
        return left != 0 ? left < 0 : string.CompareOrdinal(a.Right, b.Right) < 0;
    }

    private void Join((string Left, string Right) pair, string piece)
    {
        foreach (int word in _wordsOf[pair].ToArray())
        {
            AddPairs(word, -1);
            List<string?> symbols = _words[word].Symbols;
            for (int at = 0; at + 1 < symbols.Count; at++)
            {
                if (symbols[at] != pair.Left || symbols[at + 1] != pair.Right) continue;
                symbols[at] = piece;
                symbols.RemoveAt(at + 1);
            }

            AddPairs(word, +1);
        }

        _counts.Remove(pair);
        _wordsOf.Remove(pair);
    }

    private void AddPairs(int word, int sign)
    {
        (List<string?> symbols, long count) = _words[word];
        for (int at = 0; at + 1 < symbols.Count; at++)
        {
            if (symbols[at] is not { } left || symbols[at + 1] is not { } right) continue;
            if (_reserved.Contains(left + right)) continue;
            _counts[(left, right)] = _counts.GetValueOrDefault((left, right)) + (sign * count);
            if (!_wordsOf.TryGetValue((left, right), out HashSet<int>? words)) _wordsOf[(left, right)] = words = [];
            words.Add(word);
        }
    }
}
