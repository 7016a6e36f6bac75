using PhiVisionML.Catalog.Pictures;

namespace PhiVisionML.Hosting.Enrichers;

/// <summary>How large a product's pictures may be. Larger ones are refused before they are decoded.</summary>
public sealed record PictureLimits
{
    /// <summary>Most bytes of a file. Default 20 MiB; from 1 to <see cref="PictureReader.MostBytes"/>.</summary>
    public int MaxBytes { get; init; } = 20 << 20;

    /// <summary>Most pixels, width times height. Default 50,000,000; from 1 to <see cref="EncodedPicture.MostPixels"/>.</summary>
    public int MaxPixels { get; init; } = EncodedPicture.UsualMostPixels;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBytes, PictureReader.MostBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPixels, EncodedPicture.MostPixels);
    }
}
