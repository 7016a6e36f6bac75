namespace PhiVisionML.Model.Images;

/// <summary>
/// Where a picture of a given size goes: the size it is scaled to, the white bars around it, the grid of tiles
/// and the number of tokens. Pure geometry, shared by the image processor, the prompt encoder and the network.
/// </summary>
/// <remarks>
/// Source: <c>image_processing_phi3_v.py</c> of Phi-3-vision-128k-instruct (<c>HD_transform</c>, <c>padding_336</c>).
/// The published model has crops of 336 pixels and 12 by 12 tokens a crop; smaller towers set their own.
/// </remarks>
public sealed record HdLayout
{
    private HdLayout(int sourceWidth, int sourceHeight, int numCrops, int cropSize, int tokensPerSide)
    {
        SourceWidth = sourceWidth;
        SourceHeight = sourceHeight;
        NumCrops = numCrops;
        CropSize = cropSize;
        TokensPerSide = tokensPerSide;
        Transposed = sourceWidth < sourceHeight;

        int longSide = Math.Max(sourceWidth, sourceHeight);
        int shortSide = Math.Min(sourceWidth, sourceHeight);
        double ratio = (double)longSide / shortSide;
        int tilesAlong = LargestScale(ratio, numCrops);
        int resizedLong = tilesAlong * cropSize;
        int resizedShort = (int)(resizedLong / ratio);
        if (resizedShort == 0)
        {
            throw new PictureRefusedException(
                $"The picture of {sourceWidth}x{sourceHeight} pixels is too thin: with its long side scaled to {resizedLong} pixels " +
                $"its short side would be 0 pixels. Crop it, or raise num_crops (now {numCrops}).");
        }

        int tilesAcross = (resizedShort + cropSize - 1) / cropSize;
        int padBefore = (tilesAcross * cropSize - resizedShort) / 2;
        (ResizedWidth, ResizedHeight) = Transposed ? (resizedShort, resizedLong) : (resizedLong, resizedShort);
        (TilesWide, TilesHigh) = Transposed ? (tilesAcross, tilesAlong) : (tilesAlong, tilesAcross);
        (PadLeft, PadTop) = Transposed ? (padBefore, 0) : (0, padBefore);
    }

    /// <summary>Width of the picture before processing, in pixels.</summary>
    public int SourceWidth { get; }

    /// <summary>Height of the picture before processing, in pixels.</summary>
    public int SourceHeight { get; }

    /// <summary>The largest number of tiles that was allowed.</summary>
    public int NumCrops { get; }

    /// <summary>Width and height of a tile and of the global view, in pixels (336 in the published model).</summary>
    public int CropSize { get; }

    /// <summary>Tokens along one side of a crop (12 in the published model).</summary>
    public int TokensPerSide { get; }

    /// <summary>Whether the picture is taller than wide; then it is scaled and padded with the two axes exchanged.</summary>
    public bool Transposed { get; }

    /// <summary>Width of the picture after scaling and before padding, in pixels.</summary>
    public int ResizedWidth { get; }

    /// <summary>Height of the picture after scaling and before padding, in pixels.</summary>
    public int ResizedHeight { get; }

    /// <summary>White columns on the left; the right bar has the rest, at most one column more.</summary>
    public int PadLeft { get; }

    /// <summary>White rows at the top; the bottom bar has the rest, at most one row more.</summary>
    public int PadTop { get; }

    /// <summary>Number of tile rows.</summary>
    public int TilesHigh { get; }

    /// <summary>Number of tile columns.</summary>
    public int TilesWide { get; }

    /// <summary>Number of tiles, without the global view.</summary>
    public int Tiles => TilesHigh * TilesWide;

    /// <summary>Number of crops the vision tower sees: the global view and the tiles.</summary>
    public int Crops => 1 + Tiles;

    /// <summary>Width of the processed picture, a multiple of <see cref="CropSize"/>, in pixels.</summary>
    public int Width => TilesWide * CropSize;

    /// <summary>Height of the processed picture, a multiple of <see cref="CropSize"/>, in pixels.</summary>
    public int Height => TilesHigh * CropSize;

    /// <summary>
    /// Number of token places in the prompt: every crop's tokens, a separator at the end of each row of tokens
    /// in the tile grid and in the global view, and one separator between the two.
    /// </summary>
    public int Tokens => Crops * TokensPerSide * TokensPerSide + 1 + (TilesHigh + 1) * TokensPerSide;

    /// <summary>Bytes of the processed picture, <c>[height, width, 3]</c>.</summary>
    public int ByteCount => Height * Width * 3;

    /// <summary>Numbers in the pixel values, <c>[crops, 3, cropSize, cropSize]</c>.</summary>
    public int PixelValueCount => Crops * 3 * CropSize * CropSize;

    /// <summary>Computes the layout for a picture of the given size.</summary>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1.</param>
    /// <param name="numCrops">The largest number of tiles, at least 1 (16 in Phi-3-vision, 4 in Phi-3.5-vision).</param>
    /// <param name="cropSize">Width and height of a tile in pixels, at least 1.</param>
    /// <param name="tokensPerSide">Tokens along one side of a crop, at least 1.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the crops are more than fit into memory.</exception>
    /// <exception cref="PictureRefusedException">The picture is so thin that nothing of it would be left.</exception>
    public static HdLayout For(int width, int height, int numCrops, int cropSize = 336, int tokensPerSide = 12)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numCrops);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cropSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokensPerSide);
        double mostValues = (1.0 + numCrops) * 3 * cropSize * cropSize;
        if (mostValues > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(numCrops), numCrops,
                $"{numCrops} crops of {cropSize}x{cropSize} pixels may give {mostValues:F0} pixel values, more than the {Array.MaxLength} that fit into an array; use fewer crops.");
        }

        return new HdLayout(width, height, numCrops, cropSize, tokensPerSide);
    }

    /// <summary>The most tiles along the long side with which the whole grid stays within the allowed number.</summary>
    private static int LargestScale(double ratio, int numCrops)
    {
        int scale = 1;
        while ((scale + 1) * Math.Ceiling((scale + 1) / ratio) <= numCrops)
            scale++;
        return scale;
    }
}
