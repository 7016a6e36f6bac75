using SkiaSharp;

namespace PhiVisionML.Catalog.Pictures;

/// <summary>A picture whose header was read, to be checked and decoded. The format is told from the bytes.</summary>
public sealed class EncodedPicture : IDisposable
{
    /// <summary>The most pixels (width x height) that may be decoded.</summary>
    public const int MostPixels = 100_000_000;

    /// <summary>The most pixels of a product's picture where nobody says otherwise: whoever takes pictures in takes what those who look at them later take.</summary>
    public const int UsualMostPixels = 50_000_000;

    /// <summary>The formats that are read, as in a sentence.</summary>
    public const string KnownFormats = "JPEG, PNG, WebP, GIF and BMP";

    private readonly SKData _data;
    private readonly SKCodec _codec;

    private EncodedPicture(SKData data, SKCodec codec) => (_data, _codec) = (data, codec);

    /// <summary>Width in pixels, as stored.</summary>
    public int Width => _codec.Info.Width;

    /// <summary>Height in pixels, as stored.</summary>
    public int Height => _codec.Info.Height;

    /// <summary>How the picture is turned when it is seen, by its EXIF data.</summary>
    public SKEncodedOrigin Origin => _codec.EncodedOrigin;

    /// <summary>The format: jpeg, png, webp, gif, bmp; <c>null</c> if it is none of these.</summary>
    public string? Format => _codec.EncodedFormat is SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Bmp
        ? _codec.EncodedFormat.ToString().ToLowerInvariant() : null;

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The bytes of the file; they are copied.</param>
    /// <returns>The picture; <c>null</c> if the bytes are none, or end in the header.</returns>
    public static EncodedPicture? Open(ReadOnlySpan<byte> bytes)
    {
        var data = SKData.CreateCopy(bytes);
        if (SKCodec.Create(data) is { } codec) return new EncodedPicture(data, codec);
        data.Dispose();
        return null;
    }

    /// <summary>Checks the format and the size that the header promises, then decodes the first frame, for which all of its bytes are read.</summary>
    /// <param name="scale">JPEG and WebP are decoded at about this share of their width and height, the others whole; above 0, at most 1.</param>
    /// <param name="maxPixels">The most pixels (width x height) as stored; at most <see cref="MostPixels"/>.</param>
    /// <returns>The pixels as stored, RGBA with premultiplied alpha, for the caller to dispose; or what is wrong.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPixels"/> is above <see cref="MostPixels"/>.</exception>
    public (SKBitmap? Pixels, PictureDefect? Defect) Decode(float scale, int maxPixels = MostPixels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPixels, MostPixels);
        if (Format is null)
            return (null, new(PictureDefectKind.UnknownFormat, $"The picture's format, {_codec.EncodedFormat}, is not supported; convert it to one of {KnownFormats}."));
        if ((long)Width * Height > maxPixels)
            return (null, new(PictureDefectKind.TooManyPixels, $"The picture has {Width} × {Height} = {(long)Width * Height} pixels, more than the {maxPixels} allowed; scale it down."));
        var size = _codec.GetScaledDimensions(scale);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var pixels = new SKBitmap();
        var defect = pixels.TryAllocPixels(info)
            ? DefectOf(_codec.GetPixels(info, pixels.GetPixels()))
            : new(PictureDefectKind.NoMemory, $"There is no memory for the {info.Width} × {info.Height} pixels of the picture.");
        if (defect is null) return (pixels, null);
        pixels.Dispose();
        return (null, defect);
    }

    /// <summary>Frees the bytes.</summary>
    public void Dispose()
    {
        _codec.Dispose();
        _data.Dispose();
    }

    private PictureDefect? DefectOf(SKCodecResult result) => result switch
    {
        SKCodecResult.Success => null,
        SKCodecResult.IncompleteInput => new(PictureDefectKind.CutOff, $"The {Format} picture of {Width} × {Height} pixels is cut off after {_data.Size} bytes; fetch the file again."),
        _ => new(PictureDefectKind.Damaged, $"The {Format} picture of {Width} × {Height} pixels is damaged (decoder: {result})."),
    };
}
