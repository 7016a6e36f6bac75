using SkiaSharp;

namespace PhiVisionML.Downloads.Pictures;

/// <summary>Proves that bytes are a whole picture, whatever the server calls them.</summary>
internal static class PictureCheck
{
    private const string Known = "JPEG, PNG, WebP, GIF and BMP are taken";

    /// <summary>Looks at the header, then decodes the first frame once. JPEGs are decoded at an eighth of their size, for which all of their bytes are read, too.</summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="maxPixels">The most pixels (width x height).</param>
    /// <returns>The extension of the format, and the size in pixels as stored.</returns>
    /// <exception cref="PictureException">They are no picture, cut off, damaged, or promise too many pixels.</exception>
    public static (string Extension, int Width, int Height) Examine(ReadOnlySpan<byte> bytes, int maxPixels)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null) throw NotDecodable(bytes);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var extension = ExtensionOf(codec.EncodedFormat)
            ?? throw new PictureException(PictureReason.NotAPicture, $"The server sent a picture of the format {codec.EncodedFormat}; {Known}.");
        if ((long)width * height > maxPixels)
            throw new PictureException(PictureReason.TooManyPixels, $"The picture has {width} x {height} = {(long)width * height} pixels; the limit is {maxPixels}.");
        Decode(codec, bytes.Length);
        return (extension, width, height);
    }

    private static void Decode(SKCodec codec, int length)
    {
        var size = codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? codec.GetScaledDimensions(1 / 8f) : codec.Info.Size;
        var target = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var pixels = new SKBitmap();
        if (!pixels.TryAllocPixels(target))
            throw new PictureException(PictureReason.TooManyPixels, $"There is no memory for the {codec.Info.Width} x {codec.Info.Height} pixels of the picture.", mayPass: true);
        var result = codec.GetPixels(target, pixels.GetPixels());
        if (result == SKCodecResult.IncompleteInput)
            throw CutOff($"The picture of {codec.Info.Width} x {codec.Info.Height} pixels is cut off after {length} bytes.");
        if (result != SKCodecResult.Success)
            throw new PictureException(PictureReason.Damaged, $"The picture of {codec.Info.Width} x {codec.Info.Height} pixels is damaged ({result}).");
    }

    private static string? ExtensionOf(SKEncodedImageFormat format) => format switch
    {
        SKEncodedImageFormat.Jpeg => "jpg",
        SKEncodedImageFormat.Png => "png",
        SKEncodedImageFormat.Webp => "webp",
        SKEncodedImageFormat.Gif => "gif",
        SKEncodedImageFormat.Bmp => "bmp",
        _ => null,
    };

    private static PictureException NotDecodable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return CutOff("The server sent an answer without a byte.");
        if (ContentSniffer.BeginsAsPicture(bytes)) return CutOff($"The picture is cut off in its header, after {bytes.Length} bytes, or damaged there.");
        return new PictureException(PictureReason.NotAPicture, $"The server sent {ContentSniffer.Describe(bytes)}, {bytes.Length} bytes; {Known}.");
    }

    // Another answer may be whole.
    private static PictureException CutOff(string message) => new(PictureReason.CutOff, message, mayPass: true);
}
