using PhiVisionML.Catalog.Drawing;
using PhiVisionML.Catalog.Pictures;
using SkiaSharp;

namespace PhiVisionML.Catalog.Tests.Pictures;

/// <summary>Drawn products, and what becomes of their pictures on the way from shop to shop.</summary>
internal static class Copies
{
    public static DrawnProduct Product(int index) => DrawnProduct.Random(77, index);

    public static PictureFacts Original(int index) => PictureReader.Read(ProductPainter.PaintJpeg(Product(index), 336), $"{index}.jpg");

    public static byte[] Reencoded(byte[] picture, SKEncodedImageFormat format, int quality)
    {
        using var image = SKImage.FromEncodedData(picture);
        return Encode(image, format, quality);
    }

    public static byte[] Halved(byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        using var half = bitmap.Resize(new SKSizeI(bitmap.Width / 2, bitmap.Height / 2), SKFilterQuality.High);
        using var image = SKImage.FromBitmap(half);
        return Encode(image, SKEncodedImageFormat.Jpeg, 90);
    }

    /// <summary>Without 3 % of its width and height, half of it on each side.</summary>
    public static byte[] Cropped(byte[] picture)
    {
        using var whole = SKImage.FromEncodedData(picture);
        int x = (int)(0.015 * whole.Width), y = (int)(0.015 * whole.Height);
        using var image = whole.Subset(new SKRectI(x, y, whole.Width - x, whole.Height - y));
        return Encode(image, SKEncodedImageFormat.Jpeg, 90);
    }

    public static byte[] Encode(SKImage image, SKEncodedImageFormat format, int quality)
    {
        using var data = image.Encode(format, quality);
        return data.ToArray();
    }
}
