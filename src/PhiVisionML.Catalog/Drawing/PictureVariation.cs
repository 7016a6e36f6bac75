using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// All that varies between two pictures of the same product and says nothing about it. Chosen from the seed alone,
/// so that changing an attribute of a product leaves these as they are. Lengths are on the 100 × 100 field.
/// </summary>
internal sealed record PictureVariation
{
    public float Scale { get; private init; }

    public SKPoint Shift { get; private init; }

    public float TiltDegrees { get; private init; }

    public bool Mirrored { get; private init; }

    public bool StripesUpright { get; private init; }

    public SKPoint PatternPhase { get; private init; }

    public SKPoint LabelShift { get; private init; }

    public float LabelTiltDegrees { get; private init; }

    /// <summary>How bright the background is at its top and at its bottom, as factors.</summary>
    public (float Top, float Bottom) Light { get; private init; }

    /// <summary>Where the floor begins; null for a backdrop without a floor.</summary>
    public float? FloorAt { get; private init; }

    public byte ShadowAlpha { get; private init; }

    /// <summary>Exposure and white balance: factors of red, green, blue.</summary>
    public (float Red, float Green, float Blue) Exposure { get; private init; }

    /// <summary>The noise added to each channel of each pixel is within ± this many 8-bit steps.</summary>
    public int NoiseSteps { get; private init; }

    public long NoiseSeed { get; private init; }

    public static PictureVariation From(long seed)
    {
        var random = new SplitMix64(seed);
        float gain = random.Between(0.88f, 1.06f);
        return new PictureVariation
        {
            Scale = random.Between(0.82f, 1.0f),
            Shift = new SKPoint(random.Between(-4, 4), random.Between(-4, 4)),
            TiltDegrees = random.Between(-7, 7),
            Mirrored = random.Chance(0.5),
            StripesUpright = random.Chance(0.5),
            PatternPhase = new SKPoint(random.Between(0, 18), random.Between(0, 18)),
            LabelShift = new SKPoint(random.Between(-4, 4), random.Between(-4, 2)),
            LabelTiltDegrees = random.Between(-6, 6),
            Light = (random.Between(0.88f, 1.04f), random.Between(0.88f, 1.04f)),
            FloorAt = random.Chance(0.5) ? random.Between(76, 88) : null,
            ShadowAlpha = (byte)random.Between(20, 70),
            Exposure = (gain * random.Between(0.97f, 1.03f), gain, gain * random.Between(0.97f, 1.03f)),
            NoiseSteps = 2 + random.Below(9),
            NoiseSeed = unchecked((long)random.NextBits()),
        };
    }
}
