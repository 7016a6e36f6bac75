using PhiVisionML.Catalog.Pictures;
using SkiaSharp;

namespace PhiVisionML.Catalog.Reports;

/// <summary>Makes a small JPEG of a picture file: upright by its EXIF orientation, see-through parts on white.</summary>
internal static class Thumbnail
{
    /// <summary>The longer side, in pixels.</summary>
    public const int Size = 160;

    private const int Quality = 84;

    /// <summary>The JPEG; <c>null</c> if the file is missing, is no picture or is too large to decode.</summary>
    public static byte[]? TryCreate(string path)
    {
        if (!File.Exists(path)) return null;
        using var data = SKData.Create(path);
        using var codec = data is null ? null : SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > EncodedPicture.MostPixels) return null;
        using var picture = Decode(codec);
        return picture is null ? null : Encode(picture, codec.EncodedOrigin, Size);
    }

    /// <summary>The JPEG as a page holds it; <c>null</c> also without a path.</summary>
    public static string? TryCreateBase64(string? path) => path is not null && TryCreate(path) is { } jpeg ? Convert.ToBase64String(jpeg) : null;

    /// <summary>Decodes at about the size needed where the format can.</summary>
    private static SKBitmap? Decode(SKCodec codec)
    {
        var wanted = Math.Min(1f, 2f * Size / Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(wanted);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput) return bitmap;
        bitmap.Dispose();
        return null;
    }

    /// <summary>The JPEG of a picture that is decoded already.</summary>
    /// <param name="picture">The pixels as stored.</param>
    /// <param name="origin">How they are turned when they are seen.</param>
    /// <param name="size">The longer side at most, in pixels.</param>
    public static byte[] Encode(SKBitmap picture, SKEncodedOrigin origin, int size)
    {
        var scale = Math.Min(1f, (float)size / Math.Max(picture.Width, picture.Height));
        var width = Math.Max(1, (int)MathF.Round(picture.Width * scale));
        var height = Math.Max(1, (int)MathF.Round(picture.Height * scale));
        var isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (outWidth, outHeight) = isTurned ? (height, width) : (width, height);

        using var surface = SKSurface.Create(new SKImageInfo(outWidth, outHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.SetMatrix(Upright(origin, outWidth, outHeight));
        using var paint = new SKPaint { FilterQuality = SKFilterQuality.High };
        using var image = SKImage.FromBitmap(picture);
        surface.Canvas.DrawImage(image, new SKRect(0, 0, width, height), paint);
        using var snapshot = surface.Snapshot();
        using var jpeg = snapshot.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    /// <summary>Maps stored pixels to upright ones (EXIF 2.32, orientation 1 to 8); the size is the upright one.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => Matrix(-1, 0, width, 0, 1, 0),
        SKEncodedOrigin.BottomRight => Matrix(-1, 0, width, 0, -1, height),
        SKEncodedOrigin.BottomLeft => Matrix(1, 0, 0, 0, -1, height),
        SKEncodedOrigin.LeftTop => Matrix(0, 1, 0, 1, 0, 0),
        SKEncodedOrigin.RightTop => Matrix(0, -1, width, 1, 0, 0),
        SKEncodedOrigin.RightBottom => Matrix(0, -1, width, -1, 0, height),
        SKEncodedOrigin.LeftBottom => Matrix(0, 1, 0, -1, 0, height),
        _ => SKMatrix.Identity,
    };

    private static SKMatrix Matrix(float xx, float xy, float x, float yx, float yy, float y) => new(xx, xy, x, yx, yy, y, 0, 0, 1);
}
