using PhiVisionML.Model.Layers;
using static TorchSharp.torch;

namespace PhiVisionML.Model;

/// <summary>Rows of token ids for one forward pass, padded to a rectangle, with their pictures.</summary>
/// <remarks>
/// In the ids the places of a picture hold negative numbers, as many as the picture has vectors; the places are filled in
/// row-major order with the vectors of <see cref="Pictures"/> one after the other. Generation pads on the left, training on the right.
/// </remarks>
public sealed class TokenBatch
{
    private readonly int[] _ids;
    private readonly int _padTokenId;

    private TokenBatch(IReadOnlyList<IReadOnlyList<int>> rows, IReadOnlyList<PicturePixels> pictures, int padTokenId, bool padLeft)
    {
        if (rows.Count == 0 || rows.Any(r => r.Count == 0))
            throw new ArgumentException($"A batch needs at least one row, and every row at least one token; {rows.Count} rows were given.", nameof(rows));
        Rows = rows.Count;
        Columns = rows.Max(r => r.Count);
        Pictures = pictures;
        _padTokenId = padTokenId;
        int[] padding = [.. rows.Select(r => Columns - r.Count)];
        LeftPadding = padLeft ? padding : new int[Rows];
        RightPadding = padLeft ? new int[Rows] : padding;
        _ids = new int[Rows * Columns];
        Array.Fill(_ids, padTokenId);
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < rows[row].Count; i++)
                _ids[row * Columns + LeftPadding[row] + i] = rows[row][i];
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Length of the longest row.</summary>
    public int Columns { get; }

    /// <summary>The pictures of all rows in row order.</summary>
    public IReadOnlyList<PicturePixels> Pictures { get; }

    /// <summary>The pictures' vectors where they are known already, <c>[picture places, hidden]</c>, instead of <see cref="Pictures"/>.</summary>
    internal Tensor? PictureVectors { get; private init; }

    /// <summary>Padding before each row, columns; while decoding with a cache, the padding that the first pass had.</summary>
    public IReadOnlyList<int> LeftPadding { get; private init; }

    /// <summary>Padding after each row, columns.</summary>
    public IReadOnlyList<int> RightPadding { get; }

    /// <summary>Rows that end together, as generation needs them.</summary>
    /// <param name="rows">Ids of each row.</param>
    /// <param name="pictures">Pictures of all rows in row order.</param>
    /// <param name="padTokenId">Id that fills short rows; it is masked.</param>
    public static TokenBatch PadLeft(IReadOnlyList<IReadOnlyList<int>> rows, IReadOnlyList<PicturePixels> pictures, int padTokenId) => new(rows, pictures, padTokenId, padLeft: true);

    /// <summary>Rows that end together, with the vectors for their picture places in row-major order; null where there are none.</summary>
    internal static TokenBatch PadLeft(IReadOnlyList<IReadOnlyList<int>> rows, Tensor? pictureVectors, int padTokenId) => new(rows, [], padTokenId, padLeft: true) { PictureVectors = pictureVectors };

    /// <summary>Rows that start together, as training needs them.</summary>
    /// <param name="rows">Ids of each row.</param>
    /// <param name="pictures">Pictures of all rows in row order.</param>
    /// <param name="padTokenId">Id that fills short rows; no real token looks at it.</param>
    public static TokenBatch PadRight(IReadOnlyList<IReadOnlyList<int>> rows, IReadOnlyList<PicturePixels> pictures, int padTokenId) => new(rows, pictures, padTokenId, padLeft: false);

    /// <summary>The next tokens of rows that are already in a cache: the same number for every row.</summary>
    /// <param name="rows">New ids of each row, all of one length, without pictures.</param>
    /// <param name="firstPass">The batch that filled the cache; its left padding goes on to count.</param>
    public static TokenBatch Continue(IReadOnlyList<IReadOnlyList<int>> rows, TokenBatch firstPass) => Continue(rows, firstPass.LeftPadding, firstPass._padTokenId);

    /// <summary>The next tokens of rows that are already in a cache with this much padding before each.</summary>
    internal static TokenBatch Continue(IReadOnlyList<IReadOnlyList<int>> rows, IReadOnlyList<int> leftPadding, int padTokenId)
    {
        if (rows.Count != leftPadding.Count || rows.Any(r => r.Count != rows[0].Count))
            throw new ArgumentException($"{leftPadding.Count} rows of one length are needed; got lengths {string.Join(", ", rows.Select(r => r.Count))}.", nameof(rows));
        return new TokenBatch(rows, [], padTokenId, padLeft: true) { LeftPadding = leftPadding };
    }

    /// <summary>The ids in row-major order, picture places as 0 (they are overwritten).</summary>
    internal long[] TokenIds() => Array.ConvertAll(_ids, id => (long)Math.Max(id, 0));

    /// <summary>Row-major indices of the picture places.</summary>
    internal long[] PicturePlaces()
    {
        var places = new List<long>();
        for (int i = 0; i < _ids.Length; i++)
        {
            if (_ids[i] < 0)
                places.Add(i);
        }

        return [.. places];
    }
}
