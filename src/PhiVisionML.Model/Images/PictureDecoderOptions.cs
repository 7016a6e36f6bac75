namespace PhiVisionML.Model.Images;

/// <summary>How encoded pictures are decoded. The defaults are what the published processor does.</summary>
public sealed record PictureDecoderOptions
{
    /// <summary>The largest <see cref="MaxPixels"/>: four bytes a pixel must fit into one buffer.</summary>
    public const int PixelLimit = 500_000_000;

    /// <summary>
    /// Lays transparent pictures on white paper. Default false: the alpha value is dropped and the colours beneath show,
    /// as in Pillow's <c>convert("RGB")</c>, which the published model was trained with.
    /// </summary>
    public bool BlendAlphaOntoWhite { get; init; }

    /// <summary>
    /// Turns the picture upright as its EXIF block says (phones write one). Default false, as in the published processor.
    /// </summary>
    public bool ApplyExifOrientation { get; init; }

    /// <summary>
    /// Pictures with more pixels (width x height, from the header, before anything is decoded) are refused.
    /// Default 100,000,000; from 1 to <see cref="PixelLimit"/>. Decoding takes 7 bytes a pixel for a moment.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxPixels
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxPixels));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, PixelLimit, nameof(MaxPixels));
            field = value;
        }
    } = 100_000_000;
}
