using SkiaSharp;

namespace PhiVisionML.Model.Images;

/// <summary>
/// Decodes JPEG, PNG, WebP, BMP and the first frame of GIF. The format is told from the bytes, never from a file's name.
/// Colour profiles are ignored, as the published processor does. Safe to use from many threads.
/// </summary>
public static class PictureDecoder
{
    private static readonly PictureDecoderOptions Defaults = new();

    /// <summary>Decodes a picture from its encoded bytes.</summary>
    /// <param name="encoded">The bytes of a picture file.</param>
    /// <param name="options">How to decode; null takes the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="PictureRefusedException">
    /// There are no bytes, they are not a picture of a known format, the picture is cut off or damaged, or it has too many pixels.
    /// </exception>
    public static RgbPicture Decode(ReadOnlySpan<byte> encoded, PictureDecoderOptions? options = null)
    {
        options ??= Defaults;
        if (encoded.IsEmpty)
            throw new PictureRefusedException("The picture has no bytes.");

        using SKData data = SKData.CreateCopy(options.BlendAlphaOntoWhite ? encoded : WithoutGifTransparency(encoded));
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null)
        {
            throw new PictureRefusedException(
                $"The {encoded.Length} bytes are not a picture that can be read, or are cut off in its header; JPEG, PNG, WebP, GIF and BMP are known.");
        }

        CheckFormat(codec.EncodedFormat);
        CheckSize(codec.Info, options.MaxPixels);
        RgbPicture picture = DecodePixels(codec, encoded.Length, options.BlendAlphaOntoWhite);
        return options.ApplyExifOrientation ? ExifOrientation.Upright(picture, codec.EncodedOrigin) : picture;
    }

    /// <summary>Reads and decodes a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to decode; null takes the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="PictureRefusedException">As in <see cref="Decode"/>; the message names the file.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static RgbPicture DecodeFile(string path, PictureDecoderOptions? options = null)
    {
        byte[] encoded = File.ReadAllBytes(path);
        try
        {
            return Decode(encoded, options);
        }
        catch (PictureRefusedException refusal)
        {
            throw new PictureRefusedException($"'{path}': {refusal.Message}", refusal);
        }
    }

    private static ReadOnlySpan<byte> WithoutGifTransparency(ReadOnlySpan<byte> encoded)
    {
        if (!GifTransparency.IsGif(encoded))
            return encoded;
        byte[] copy = encoded.ToArray();
        GifTransparency.Clear(copy);
        return copy;
    }

    private static void CheckFormat(SKEncodedImageFormat format)
    {
        if (format is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp
            or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Bmp))
        {
            throw new PictureRefusedException(
                $"The picture's format, {format}, is not supported; convert it to one of JPEG, PNG, WebP, GIF, BMP.");
        }
    }

    private static void CheckSize(SKImageInfo info, int maxPixels)
    {
        long pixels = (long)info.Width * info.Height;
        if (pixels > maxPixels)
        {
            throw new PictureRefusedException(
                $"The picture has {info.Width}x{info.Height} = {pixels} pixels, more than the {maxPixels} allowed; scale it down, or raise {nameof(PictureDecoderOptions.MaxPixels)}.");
        }
    }

    private static RgbPicture DecodePixels(SKCodec codec, int encodedLength, bool blendAlphaOntoWhite)
    {
        // No colour space in the target: Skia then leaves the colours as they are encoded.
        SKImageInfo target = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using SKBitmap bitmap = new(target);
        SKCodecResult result = codec.GetPixels(target, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new PictureRefusedException(result == SKCodecResult.IncompleteInput
                ? $"The {codec.EncodedFormat} picture of {target.Width}x{target.Height} pixels is cut off after {encodedLength} bytes; fetch the file again."
                : $"The {codec.EncodedFormat} picture of {target.Width}x{target.Height} pixels is damaged (decoder: {result}).");
        }

        return RgbPicture.FromRgba(bitmap.GetPixelSpan(), target.Width, target.Height, bitmap.RowBytes, blendAlphaOntoWhite);
    }
}
