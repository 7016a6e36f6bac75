using SkiaSharp;

namespace PhiVisionML.Catalog.Tests.Pictures;

/// <summary>A blue photograph whose top left quarter, as it is stored, is red; EXIF says how it is turned.</summary>
internal static class TurnedPhotograph
{
    public static byte[] Jpeg(int width, int height, byte orientation)
    {
        using var stored = new SKBitmap(width, height);
        stored.Erase(SKColors.Blue);
        stored.Erase(SKColors.Red, new SKRectI(0, 0, width / 2, height / 2));
        using var image = SKImage.FromBitmap(stored);
        byte[] jpeg = Copies.Encode(image, SKEncodedImageFormat.Jpeg, 100);
        byte[] exif = [0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
