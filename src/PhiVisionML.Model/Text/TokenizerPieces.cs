namespace PhiVisionML.Model.Text;

/// <summary>A vocabulary: the piece of each id, and the merges in their order.</summary>
internal sealed record TokenizerPieces(IReadOnlyList<string> PieceOfId, IReadOnlyList<(string Left, string Right)> Merges)
{
    /// <summary>The id of each piece.</summary>
    /// <exception cref="InvalidDataException">A piece is there twice, or a merge names a piece that is not there.</exception>
    public Dictionary<string, int> Ids()
    {
        var ids = new Dictionary<string, int>();
        for (int id = 0; id < PieceOfId.Count; id++)
        {
            if (!ids.TryAdd(PieceOfId[id], id))
                throw new InvalidDataException($"The piece '{PieceOfId[id]}' is in the vocabulary twice, with ids {ids[PieceOfId[id]]} and {id}.");
        }

        foreach ((string left, string right) in Merges)
        {
            if (!ids.ContainsKey(left) || !ids.ContainsKey(right) || !ids.ContainsKey(left + right))
                throw new InvalidDataException($"The merge of '{left}' and '{right}' names a piece that is not in the vocabulary.");
        }

        return ids;
    }
}
