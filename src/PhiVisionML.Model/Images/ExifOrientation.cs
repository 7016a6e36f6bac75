using SkiaSharp;

namespace PhiVisionML.Model.Images;

/// <summary>Turns a picture as its EXIF orientation (1 to 8) says.</summary>
internal static class ExifOrientation
{
    /// <summary>Gives the picture upright.</summary>
    /// <param name="picture">The picture as stored.</param>
    /// <param name="origin">Which corner of the upright picture the first stored pixel is.</param>
    /// <returns>The upright picture; the same object if nothing needs to be done.</returns>
    public static RgbPicture Upright(RgbPicture picture, SKEncodedOrigin origin)
    {
        int w = picture.Width, h = picture.Height, last = w * h - 1;

        // The stored pixel that comes first in the upright picture, and the steps to its right and lower neighbour.
        (int first, int right, int down) = origin switch
        {
            SKEncodedOrigin.TopRight => (w - 1, -1, w),
            SKEncodedOrigin.BottomRight => (last, -1, -w),
            SKEncodedOrigin.BottomLeft => (last - (w - 1), 1, -w),
            SKEncodedOrigin.LeftTop => (0, w, 1),
            SKEncodedOrigin.RightTop => (last - (w - 1), -w, 1),
            SKEncodedOrigin.RightBottom => (last, -w, -1),
            SKEncodedOrigin.LeftBottom => (w - 1, w, -1),
            _ => (0, 1, w),
        };
        if ((first, right, down) == (0, 1, w))
            return picture;

        (int width, int height) = origin >= SKEncodedOrigin.LeftTop ? (h, w) : (w, h);
        ReadOnlySpan<byte> source = picture.Pixels.Span;
        byte[] pixels = new byte[source.Length];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (int x = 0, from = first + y * down; x < width; x++, from += right, to += 3)
                source.Slice(3 * from, 3).CopyTo(pixels.AsSpan(to));
        }

        return RgbPicture.FromRgb(width, height, pixels);
    }
}
