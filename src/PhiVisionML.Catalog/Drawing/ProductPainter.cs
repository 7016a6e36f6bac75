using SkiaSharp;

namespace PhiVisionML.Catalog.Drawing;

/// <summary>
/// Paints products. The same product and size give the same pixels with the same version of Skia. Safe to call from
/// several threads at once.
/// </summary>
public static class ProductPainter
{
    /// <summary>The smallest size at which every attribute can still be seen.</summary>
    public const int MinSize = 56;

    /// <summary>The largest size that is painted.</summary>
    public const int MaxSize = 4096;

    /// <summary>Paints the product as a bitmap of <paramref name="size"/> × <paramref name="size"/> pixels, RGBA, opaque.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not <see cref="MinSize"/> … <see cref="MaxSize"/>, or the product has a value that cannot be painted.</exception>
    public static SKBitmap Paint(DrawnProduct product, int size)
    {
        using SKImage image = PaintImage(product, size);
        return SKBitmap.FromImage(image);
    }

    /// <summary>Paints the product as <c>[size, size, 3]</c> bytes: rows from the top, then columns, then red, green, blue.</summary>
    /// <inheritdoc cref="Paint" path="/exception"/>
    public static byte[] PaintRgb(DrawnProduct product, int size)
    {
        byte[] rgba = PaintRgba(product, size);
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            rgb[to] = rgba[from];
            rgb[to + 1] = rgba[from + 1];
            rgb[to + 2] = rgba[from + 2];
        }

        return rgb;
    }

    /// <summary>Paints the product as a PNG file of <paramref name="size"/> × <paramref name="size"/> pixels.</summary>
    /// <inheritdoc cref="Paint" path="/exception"/>
    public static byte[] PaintPng(DrawnProduct product, int size) => Encode(product, size, SKEncodedImageFormat.Png, 100);

    /// <summary>Paints the product as a JPEG file of <paramref name="size"/> × <paramref name="size"/> pixels.</summary>
    /// <param name="product">What to paint.</param>
    /// <param name="size">Pixels of a side.</param>
    /// <param name="quality">1 … 100; default 90.</param>
    /// <inheritdoc cref="Paint" path="/exception"/>
    public static byte[] PaintJpeg(DrawnProduct product, int size, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(product, size, SKEncodedImageFormat.Jpeg, quality);
    }

    private static byte[] Encode(DrawnProduct product, int size, SKEncodedImageFormat format, int quality)
    {
        using SKImage image = PaintImage(product, size);
        using SKData data = image.Encode(format, quality);
        return data.ToArray();
    }

    private static SKImage PaintImage(DrawnProduct product, int size) =>
        SKImage.FromPixelCopy(Info(size), PaintRgba(product, size));

    private static byte[] PaintRgba(DrawnProduct product, int size)
    {
        ArgumentNullException.ThrowIfNull(product);
        if (size is < MinSize or > MaxSize)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Pictures are painted {MinSize} … {MaxSize} pixels wide; {size} was asked for.");
        if (product.Stars is < 0 or > DrawnProduct.MaxStars)
            throw new ArgumentOutOfRangeException(nameof(product), product.Stars, $"A label holds 0 … {DrawnProduct.MaxStars} stars; this product has {product.Stars}.");

        using var bitmap = new SKBitmap(Info(size));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Scale(size / 100f);
            new ProductScene(product).DrawOn(canvas);
        }

        byte[] rgba = bitmap.Bytes;
        CameraNoise.Apply(rgba, PictureVariation.From(product.Seed));
        return rgba;
    }

    private static SKImageInfo Info(int size) => new(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
}
