namespace PhiVisionML.Catalog.Pictures;

/// <summary>When two pictures are the same photo, and when they look alike.</summary>
/// <remarks>
/// <para>The thresholds were chosen from what was measured on 4.5 million pairs of different drawn products and 5,050 pairs of different product photos,
/// and on copies of both.</para>
/// <para>Copies re-encoded (JPEG at quality 20 and 40, WebP at 30), halved, quartered or cropped by 3 % differ in at most 11 of 64 coarse bits, 36 of 256 bits
/// and, 99 in 100 of them, 15 % in colour; of copies cropped by 3 % at one corner half differ in at most 7, 56 and 18 %, 19 in 20 in 14, 70 and 25 %.
/// Of the different pictures one in a thousand differs in 10 coarse bits or fewer, and none of these in less than 20 % in colour.</para>
/// </remarks>
public static class NearDuplicate
{
    /// <summary>The most coarse bits in which two copies of a photo differ, of 64.</summary>
    public const int MostCoarseBits = 11;

    /// <summary>The most bits in which two copies of a photo differ, of 256.</summary>
    public const int MostBits = 72;

    /// <summary>The greatest <see cref="PictureFingerprint.ColourDifference"/> of two copies of a photo.</summary>
    public const double MostColourDifference = 20;

    /// <summary>The greatest <see cref="PictureFingerprint.HueChange"/> of two copies of a photo; a variant in another colour changes more.</summary>
    public const double MostHueChange = 12;

    /// <summary>The most bits in which two photos look alike, colour aside; one pair of unrelated photos in 200 differs in fewer.</summary>
    public const int MostBitsAlike = 90;

    /// <summary>
    /// How far apart two pictures are, as a multiple of the most by which copies of a photo differ: 0 for equal ones, at most 1 for copies, infinite where one is flat.
    /// </summary>
    /// <param name="one">A fingerprint.</param>
    /// <param name="other">Another one.</param>
    public static double Distance(PictureFingerprint one, PictureFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.IsFlat || other.IsFlat ? double.PositiveInfinity : Math.Max(
            ShapeDistance(one.Shape, other.Shape),
            Math.Max(PictureFingerprint.ColourDifference(one, other) / MostColourDifference, PictureFingerprint.HueChange(one, other) / MostHueChange));
    }

    /// <summary>Whether two pictures are one photo again: resized, re-encoded, cropped a little. Variants of a product in other colours are not; nor are flat pictures.</summary>
    /// <param name="one">A fingerprint.</param>
    /// <param name="other">Another one.</param>
    public static bool IsSamePhoto(PictureFingerprint one, PictureFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return ShapeDistance(one.Shape, other.Shape) <= 1 && Distance(one, other) <= 1;
    }

    /// <summary>The part of <see cref="Distance"/> that shapes make up: never more than the whole.</summary>
    internal static double ShapeDistance(in PictureShape one, in PictureShape other) =>
        Math.Max((double)PictureShape.CoarseDistance(one, other) / MostCoarseBits, (double)PictureShape.Distance(one, other) / MostBits);

    /// <summary>Whether two pictures show about the same shape, in whatever colours. Too little by itself to call two products one design.</summary>
    /// <param name="one">A fingerprint.</param>
    /// <param name="other">Another one.</param>
    public static bool LooksAlike(PictureFingerprint one, PictureFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return !one.IsFlat && !other.IsFlat && PictureShape.Distance(one.Shape, other.Shape) <= MostBitsAlike;
    }
}
