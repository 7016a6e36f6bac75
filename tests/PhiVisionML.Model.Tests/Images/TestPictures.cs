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
}
