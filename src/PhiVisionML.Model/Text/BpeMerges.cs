namespace PhiVisionML.Model.Text;

/// <summary>The merges that a SentencePiece vocabulary implies: any two neighbours whose joined text is a piece may be joined, better pieces first.</summary>
internal static class BpeMerges
{
    /// <summary>All merges of a vocabulary, as the published file lists them.</summary>
    /// <param name="joined">The pieces that joining makes, best first.</param>
    /// <param name="ids">The id of each piece; of one piece's splits those of lower ids come first.</param>
    public static IEnumerable<(string Left, string Right)> Of(IEnumerable<string> joined, IReadOnlyDictionary<string, int> ids) =>
        joined.SelectMany(piece => Splits(piece, ids).OrderBy(split => ids[split.Left]).ThenBy(split => ids[split.Right]));

    private static IEnumerable<(string Left, string Right)> Splits(string piece, IReadOnlyDictionary<string, int> ids)
    {
        for (int cut = 1; cut < piece.Length; cut++)
        {
            if (char.IsLowSurrogate(piece[cut])) continue;
            (string left, string right) = (piece[..cut], piece[cut..]);
            if (ids.ContainsKey(left) && ids.ContainsKey(right)) yield return (left, right);
        }
    }
}
