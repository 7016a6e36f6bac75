namespace PhiVisionML.Model.Text;

/// <summary>
/// The order in which pieces are merged. SentencePiece joins any two neighbours whose joined text is a piece, best piece first; a list
/// of merges says the same only if it holds every way to split each piece, side by side. <see cref="RanksOf"/> checks that.
/// </summary>
internal static class BpeMerges
{
    /// <summary>The place of the first merge that makes each piece.</summary>
    /// <exception cref="InvalidDataException">The merges and the vocabulary do not say the same.</exception>
    public static Dictionary<string, int> RanksOf(IReadOnlyCollection<string> pieces, IReadOnlyList<(string Left, string Right)> merges)
    {
        var vocabulary = pieces.ToHashSet();
        var ranks = new Dictionary<string, int>();
        var counts = new Dictionary<string, int>();
        string previous = "";
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            string piece = left + right;
            if (!vocabulary.Contains(left) || !vocabulary.Contains(right) || !vocabulary.Contains(piece))
                throw new InvalidDataException($"Merge {rank} ('{left}' and '{right}') names a piece that is not in the vocabulary.");
            if (!ranks.TryAdd(piece, rank) && piece != previous)
                throw new InvalidDataException($"The merges that make '{piece}' do not follow one another (merge {rank}); only the order that SentencePiece gives is supported.");
            counts[piece] = counts.GetValueOrDefault(piece) + 1;
            previous = piece;
        }

        foreach (string piece in vocabulary) CheckComplete(piece, counts.GetValueOrDefault(piece), vocabulary);
        return ranks;
    }

    /// <summary>All ways to cut a piece into two pieces of the vocabulary, in the order of the left part's length.</summary>
    public static IEnumerable<(string Left, string Right)> Splits(string piece, HashSet<string> vocabulary)
    {
        for (int cut = 1; cut < piece.Length; cut++)
        {
            if (char.IsLowSurrogate(piece[cut])) continue;
            (string left, string right) = (piece[..cut], piece[cut..]);
            if (vocabulary.Contains(left) && vocabulary.Contains(right)) yield return (left, right);
        }
    }

    private static void CheckComplete(string piece, int merges, HashSet<string> vocabulary)
    {
        int splits = Splits(piece, vocabulary).Count();
        if (splits != merges)
            throw new InvalidDataException($"The piece '{piece}' can be made in {splits} ways and the merges name {merges} of them; only a vocabulary in SentencePiece's form, where every way is a merge, is supported.");
    }
}
