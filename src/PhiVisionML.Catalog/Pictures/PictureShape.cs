using System.Numerics;

namespace PhiVisionML.Catalog.Pictures;

/// <summary>
/// A perceptual hash: 256 bits that say how light and dark are spread over a picture. Each is the sign of one of the 16 × 16 lowest cosine
/// frequencies of the brightness, against their median.
/// </summary>
/// <param name="Coarse">The 8 × 8 lowest frequencies, which hardly change when a picture is cropped a little.</param>
/// <param name="Fine0">The first of three parts of the other frequencies.</param>
/// <param name="Fine1">The second.</param>
/// <param name="Fine2">The third.</param>
public readonly record struct PictureShape(ulong Coarse, ulong Fine0, ulong Fine1, ulong Fine2)
{
    /// <summary>The number of bits.</summary>
    public const int Bits = 256;

    /// <summary>The number of bits in which two shapes differ, 0 … 256; those of unrelated pictures in about 126.</summary>
    /// <param name="one">A shape.</param>
    /// <param name="other">Another one.</param>
    public static int Distance(in PictureShape one, in PictureShape other) =>
        CoarseDistance(one, other) + BitOperations.PopCount(one.Fine0 ^ other.Fine0)
        + BitOperations.PopCount(one.Fine1 ^ other.Fine1) + BitOperations.PopCount(one.Fine2 ^ other.Fine2);

    /// <summary>The number of bits in which the coarse parts of two shapes differ, 0 … 64; those of unrelated pictures in about 30.</summary>
    /// <param name="one">A shape.</param>
    /// <param name="other">Another one.</param>
    public static int CoarseDistance(in PictureShape one, in PictureShape other) => BitOperations.PopCount(one.Coarse ^ other.Coarse);
}
