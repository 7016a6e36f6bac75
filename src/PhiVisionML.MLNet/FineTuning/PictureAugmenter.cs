using PhiVisionML.Model;
using PhiVisionML.Model.Images;

namespace PhiVisionML.MLNet.FineTuning;

/// <summary>Changes a picture a little without changing what it shows: mirrored or not, shifted, lighter or darker.</summary>
internal static class PictureAugmenter
{
    private const int LargestShift = 25; // a 25th of a side
    private const double LargestGain = 0.1;
    private const int LargestBias = 12;
    private const byte White = 255;

    /// <summary>Makes another picture of the same layout.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="epoch">Not needed: the random numbers follow from it.</param>
    /// <param name="random">Decides.</param>
    public static HdPicture Change(HdPicture picture, int epoch, SplitMix64 random)
    {
        int width = picture.Layout.Width, height = picture.Layout.Height;
        bool mirrored = random.Next(2) == 1;
        int right = Between(random, width / LargestShift), down = Between(random, height / LargestShift);
        byte[] levels = Levels(1 + ((2 * random.NextDouble()) - 1) * LargestGain, Between(random, LargestBias));

        var source = picture.Pixels.Span;
        byte[] pixels = new byte[source.Length];
        Array.Fill(pixels, White);
        for (int y = Math.Max(0, down); y < Math.Min(height, height + down); y++)
        {
            for (int x = Math.Max(0, right); x < Math.Min(width, width + right); x++)
            {
                int fromX = mirrored ? width - 1 - (x - right) : x - right;
                int from = (((y - down) * width) + fromX) * 3, to = ((y * width) + x) * 3;
                for (int channel = 0; channel < 3; channel++)
                    pixels[to + channel] = levels[source[from + channel]];
            }
        }

        return HdPicture.FromPixels(picture.Layout, pixels);
    }

    private static int Between(SplitMix64 random, int most) => random.Next((2 * most) + 1) - most;

    private static byte[] Levels(double gain, int bias)
        => [.. Enumerable.Range(0, 256).Select(level => (byte)Math.Clamp((int)Math.Round((level * gain) + bias), 0, 255))];
}
