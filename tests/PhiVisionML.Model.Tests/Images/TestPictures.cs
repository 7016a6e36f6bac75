using PhiVisionML.Model.Images;

namespace PhiVisionML.Model.Tests.Images;

/// <summary>Pictures made up for tests.</summary>
internal static class TestPictures
{
    /// <summary>Random levels.</summary>
    public static RgbPicture Noise(int width, int height, int seed)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return RgbPicture.FromRgb(width, height, pixels);
    }

    /// <summary>Levels that change slowly from pixel to pixel, as in photographs.</summary>
    public static RgbPicture Gradient(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            int x = i % width, y = i / width;
            pixels[3 * i] = (byte)(255 * x / width);
            pixels[3 * i + 1] = (byte)(255 * y / height);
            pixels[3 * i + 2] = (byte)(255 * (x + y) / (width + height));
        }

        return RgbPicture.FromRgb(width, height, pixels);
    }
}
